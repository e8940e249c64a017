insert into customer (version, name, email, phone, street, city, credit_limit) values
  (0, 'Radclub Veloce', 'office@veloce.example', '030-100', 'Hauptstraße 1', 'Berlin', 1000.00),
  (0, 'Mia Jansen', 'mia@jansen.example', '020-210', 'Prinsengracht 22', 'Amsterdam', 500.00),
  (0, 'Courier Collective', 'hello@couriers.example', '010-330', 'Coolsingel 3', 'Rotterdam', 2500.00),
  (0, 'Peter Olsen', 'peter@olsen.example', '033-440', 'Vestergade 14', 'Aarhus', 300.00);

insert into product (version, name, price, stock, shelf) values
  (0, 'City bike', 649.00, 6, 'Hall 1'),
  (0, 'Inner tube 28"', 6.90, 120, 'A3'),
  (0, 'Chain, 8-speed', 18.50, 40, 'A5'),
  (0, 'Brake pads', 9.80, 64, 'B1'),
  (0, 'Cargo bike', 2890.00, 2, 'Hall 2'),
  (0, 'Folding lock', 54.00, 15, 'C2');

insert into orders (version, customer_name, remark, status) values
  (0, 'Radclub Veloce', 'For the spring ride', 'OPEN'),
  (0, 'Mia Jansen', 'Rings when she comes', 'OPEN'),
  (0, 'Courier Collective', '', 'PACKED');

insert into order_line (order_id, article, quantity, price) values
  (1, 'Inner tube 28"', 10, 6.90),
  (1, 'Brake pads', 8, 9.80),
  (1, 'Chain, 8-speed', 4, 18.50),
  (2, 'City bike', 1, 649.00),
  (2, 'Folding lock', 1, 54.00),
  (3, 'Cargo bike', 1, 2890.00),
  (3, 'Brake pads', 6, 9.80);
