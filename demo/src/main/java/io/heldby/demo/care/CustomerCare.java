package io.heldby.demo.care;

import io.heldby.demo.conflict.NoSuchRecordException;
import io.heldby.hibernate.Versions;
import io.heldby.jdbc.unitofwork.Versioned;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Loads and stores customers. The pages and {@link CareApi} both do it here, so no way leads around the version. */
@Service
class CustomerCare {

    private final CareCustomers customers;
    private final Versions versions;
    private final EntityManager entities;

    CustomerCare(CareCustomers customers, Versions versions, EntityManager entities) {
        this.customers = customers;
        this.versions = versions;
        this.entities = entities;
    }

    @Transactional(readOnly = true)
    public Optional<Versioned<Customer>> find(long id) {
        return customers.findById(id).map(CareCustomer::loaded);
    }

    /** The 50 that were stored last. */
    @Transactional(readOnly = true)
    public List<Versioned<Customer>> all() {
        return customers.findTop50ByIdGreaterThanOrderByModifiedAtDescIdAsc(0).stream()
                .map(CareCustomer::loaded)
                .toList();
    }

    /**
     * Stores a customer over the version from which it was made.
     *
     * @return what is stored, with its new version
     * @throws RuntimeException in which is a {@link io.heldby.version.ConflictException} when it has another version or is gone
     */
    @Transactional
    public Versioned<Customer> save(Customer customer, long version) {
        CareCustomer found = customers.findById(customer.id()).orElse(null);
        if (found == null) {
            versions.expect(CareCustomer.class, customer.id(), version); // Says by whom it was deleted.
            throw new NoSuchRecordException("customer", String.valueOf(customer.id()));
        }
        versions.change(found, version, stored -> stored.become(customer));
        // Flushed, because only then it has its new version.
        return customers.saveAndFlush(found).loaded();
    }

    /**
     * Stores a new customer.
     *
     * @param version of its first row
     * @throws org.springframework.dao.DataIntegrityViolationException when there is one with that id
     */
    @Transactional
    public void add(Customer customer, long version) {
        // The repository's save would look whether there is one, and write over it.
        entities.persist(new CareCustomer(customer, version));
        customers.flush();
    }

    /** @throws RuntimeException as {@link #save} */
    @Transactional
    public void delete(long id, long version) {
        versions.expect(CareCustomer.class, id, version);
        customers.deleteById(id);
    }
}
