package com.example.bikeshop.product;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;

public class PriceRaise {

    @NotNull
    @DecimalMin("0.1")
    @DecimalMax("50")
    @Digits(integer = 2, fraction = 2)
    private BigDecimal percent;

    public BigDecimal getPercent() {
        return percent;
    }

    public void setPercent(BigDecimal percent) {
        this.percent = percent;
    }
}
