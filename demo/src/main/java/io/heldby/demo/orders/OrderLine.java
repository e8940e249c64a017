package io.heldby.demo.orders;

/**
 * What to fetch.
 *
 * @param bin where it lies: aisle, rack, level
 * @param quantity pieces
 */
public record OrderLine(int line, String bin, String article, int quantity) {}
