package io.heldby.demo.care;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface CareCustomers extends JpaRepository<CareCustomer, Long> {

    /** The 50 that were stored last, of those with a greater number. */
    List<CareCustomer> findTop50ByIdGreaterThanOrderByModifiedAtDescIdAsc(long id);
}
