package com.example.bikeshop.order;

public enum OrderStatus {
    OPEN,
    PACKED,
    SHIPPED
}
