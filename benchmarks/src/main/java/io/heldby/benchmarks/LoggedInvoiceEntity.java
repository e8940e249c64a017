package io.heldby.benchmarks;

import io.heldby.hibernate.ChangeLogged;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** The same table, with a change log. */
@Entity
@ChangeLogged
@Table(name = "invoice")
class LoggedInvoiceEntity extends InvoiceFields {}
