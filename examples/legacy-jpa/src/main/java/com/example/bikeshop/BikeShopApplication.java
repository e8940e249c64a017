package com.example.bikeshop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the shop on http://localhost:8081. */
@SpringBootApplication
public class BikeShopApplication {

    public static void main(String[] args) {
        SpringApplication.run(BikeShopApplication.class, args);
    }
}
