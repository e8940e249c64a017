package io.heldby.demo.contracts;

import io.heldby.jdbc.unitofwork.UnitOfWork;
import io.heldby.version.ConflictException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * Loads and stores contracts. Whatever belongs to one save goes through one {@link UnitOfWork}: the contract, its items, the
 * payment terms, and the customer, who is only read. It is committed in one transaction, or not at all.
 */
@Service
class Contracts {

    private static final String READER = "a reader";

    private final ContractTables tables;

    Contracts(ContractTables tables) {
        this.tables = tables;
    }

    Optional<ContractFile> find(long number) throws SQLException {
        UnitOfWork unit = tables.begin(READER);
        // First the contract, then its items: items that are newer than the version are a conflict later, older ones
        // would
        // be taken for current.
        Optional<Contract> contract = unit.find(tables.contracts, number);
        if (contract.isEmpty()) {
            return Optional.empty();
        }
        List<Item> items = unit.findMembers(tables.items, contract.get());
        Customer customer =
                unit.find(tables.customers, contract.get().customerId()).orElseThrow();
        Optional<Terms> terms = unit.find(tables.terms, number);
        return Optional.of(new ContractFile(
                contract.get(),
                items,
                customer,
                new Basis(
                        unit.version(contract.get()),
                        customer.address(),
                        unit.version(customer),
                        terms.orElse(Terms.none(number)),
                        terms.isPresent() ? unit.version(terms.get()) : 0)));
    }

    /** Where a customer is now, with the version of that: for whoever has computed a tax for another address. */
    Basis withAddressNow(Basis basis, long customerId) throws SQLException {
        UnitOfWork unit = tables.begin(READER);
        Customer customer = unit.find(tables.customers, customerId).orElseThrow();
        return basis.withAddress(customer.address(), unit.version(customer));
    }

    /**
     * Stores what somebody made of a contract.
     *
     * @throws ConflictException when anything that it is based on has changed: all of that
     */
    void save(Draft draft, Basis basis, String by) throws SQLException {
        unit(draft, basis, by).commit();
    }

    /**
     * Looks whether that could be stored, and writes nothing.
     *
     * @throws ConflictException as {@link #save} would
     */
    void check(Draft draft, Basis basis, String by) throws SQLException {
        unit(draft, basis, by).checkCurrent();
    }

    private UnitOfWork unit(Draft draft, Basis basis, String by) throws SQLException {
        UnitOfWork unit = tables.begin(by);
        Contract wanted = draft.taxedFor(customer(unit, draft, basis));
        Optional<Contract> stored = unit.find(tables.contracts, draft.number());
        if (stored.isEmpty()) {
            // Deleted: the commit will say by whom.
            unit.registerDirty(tables.contracts, wanted, basis.version());
        } else {
            unit.expect(stored.get(), basis.version());
            if (!stored.get().equals(wanted)) {
                unit.registerDirty(tables.contracts, wanted);
            }
        }
        registerItems(unit, draft);
        registerTerms(unit, draft, basis);
        return unit;
    }

    /**
     * Overwrites what others have saved of the contract since {@code basis}. Whom that concerns is told.
     *
     * @param shownVersion what the writer was shown before they decided; another save in between is a conflict again
     */
    void overwrite(Draft draft, Basis basis, long shownVersion, String by) throws SQLException {
        UnitOfWork unit = tables.begin(by);
        Contract wanted = draft.taxedFor(customer(unit, draft, basis));
        unit.force(tables.contracts, wanted, basis.version(), shownVersion);
        registerItems(unit, draft);
        registerTerms(unit, draft, basis);
        unit.commit();
    }

    /** Stores a contract again that somebody has deleted, with a version that no form from before can name. */
    void recreate(Draft draft, Basis basis, String by) throws SQLException {
        UnitOfWork unit = tables.begin(by);
        unit.recreate(tables.contracts, draft.taxedFor(customer(unit, draft, basis)));
        for (Item item : draft.items()) {
            unit.registerNew(tables.items, item);
        }
        if (unit.find(tables.terms, draft.number()).isEmpty()) {
            unit.registerNew(tables.terms, draft.terms());
        } else {
            registerTerms(unit, draft, basis);
        }
        unit.commit();
    }

    /**
     * Deletes a contract with everything that belongs to it.
     *
     * @throws ConflictException when it is not the one any more that was shown
     */
    void delete(long number, Basis basis, String by) throws SQLException {
        UnitOfWork unit = tables.begin(by);
        Optional<Contract> contract = unit.find(tables.contracts, number);
        if (contract.isEmpty()) {
            return;
        }
        unit.expect(contract.get(), basis.version());
        for (Item item : unit.findMembers(tables.items, contract.get())) {
            unit.registerRemoved(tables.items, item);
        }
        unit.registerRemoved(contract.get());
        Optional<Terms> terms = unit.find(tables.terms, number);
        if (terms.isPresent()) {
            unit.expect(terms.get(), basis.termsVersion());
            unit.registerRemoved(terms.get());
        }
        unit.commit();
    }

    /**
     * The customer by whose address the tax is computed. The version is that of the page, which has shown the tax: if the
     * customer has moved since, the commit is refused, and until it is over they cannot move.
     */
    private Customer customer(UnitOfWork unit, Draft draft, Basis basis) throws SQLException {
        Customer customer = unit.find(tables.customers, draft.customerId())
                .orElseThrow(() -> new IllegalArgumentException("there is no customer " + draft.customerId()));
        unit.registerRead(tables.customers, customer.id(), basis.customerVersion());
        return customer;
    }

    /** The items of the draft are all that there are to be. However many of them differ, the contract's version rises by one. */
    private void registerItems(UnitOfWork unit, Draft draft) throws SQLException {
        Contract contract = unit.find(tables.contracts, draft.number()).orElseThrow();
        Map<Long, Item> stored = new HashMap<>();
        for (Item item : unit.findMembers(tables.items, contract)) {
            stored.put(item.id(), item);
        }
        for (Item wanted : draft.items()) {
            Item known = stored.remove(wanted.id());
            if (known == null) {
                unit.registerNew(tables.items, wanted);
            } else if (!known.equals(wanted)) {
                unit.registerDirty(tables.items, wanted);
            }
        }
        for (Item left : stored.values()) {
            unit.registerRemoved(tables.items, left);
        }
    }

    /** There is no version in their table; that all of their fields are as they were loaded stands for it. */
    private void registerTerms(UnitOfWork unit, Draft draft, Basis basis) throws SQLException {
        Optional<Terms> stored = unit.find(tables.terms, draft.number());
        if (stored.isPresent()) {
            unit.expect(tables.terms, stored.get(), basis.termsVersion(), basis.terms());
            if (!stored.get().equals(draft.terms())) {
                unit.registerDirty(tables.terms, draft.terms());
            }
        } else if (basis.termsVersion() == 0) {
            unit.registerNew(tables.terms, draft.terms());
        } else {
            unit.registerDirty(tables.terms, draft.terms(), basis.termsVersion());
        }
    }
}
