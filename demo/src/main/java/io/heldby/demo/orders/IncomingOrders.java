package io.heldby.demo.orders;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Where orders come from: six at the first start, and six more whenever somebody asks for them. */
@Component
class IncomingOrders implements ApplicationRunner {

    private static final List<String> CUSTOMERS = List.of(
            "Planet Express",
            "MomCorp Friendly Robots",
            "Panucci's Pizza",
            "Mars University",
            "Slurm GmbH",
            "Zapp Brannigan");

    private static final List<String> ARTICLES = List.of(
            "Packing tape, brown, 66 m",
            "Label printer",
            "Labels, 100 × 150 mm, roll",
            "Work gloves, size 9",
            "Folding box, 40 × 30 × 20 cm",
            "Stretch film, 500 mm",
            "Box cutter",
            "Marker, black",
            "Hand pallet truck, 2.5 t");

    private final Orders orders;

    IncomingOrders(Orders orders) {
        this.orders = orders;
    }

    @Override
    public void run(ApplicationArguments arguments) throws SQLException {
        if (orders.queue().isEmpty()) {
            arrive();
        }
    }

    void arrive() throws SQLException {
        List<List<OrderLine>> arriving = new ArrayList<>();
        for (int order = 0; order < CUSTOMERS.size(); order++) {
            arriving.add(lines(order));
        }
        orders.add(arriving, CUSTOMERS, "Web shop");
    }

    /** Between two and four lines, the same ones at every start. */
    private static List<OrderLine> lines(int order) {
        List<OrderLine> lines = new ArrayList<>();
        for (int line = 0; line < 2 + order % 3; line++) {
            int article = (order * 2 + line * 3) % ARTICLES.size();
            String bin = "%c-%02d-%d".formatted('A' + article / 3, 3 + article * 2, 1 + article % 4);
            lines.add(new OrderLine(line + 1, bin, ARTICLES.get(article), 1 + (order + line) % 5));
        }
        return lines;
    }
}
