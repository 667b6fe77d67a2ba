-- A small shop with a vector index, for the demo.
CREATE EXTENSION vector;
CREATE EXTENSION pg_stat_statements;

CREATE TABLE product (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, stock int NOT NULL, embedding vector(64) NOT NULL);
CREATE TABLE sale (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, product_id bigint NOT NULL REFERENCES product, sold_at timestamptz NOT NULL DEFAULT now());

-- The condition makes the inner query depend on the row, so that each has a vector of its own.
INSERT INTO product (name, stock, embedding)
SELECT 'product ' || n, 1000, (SELECT array_agg(random()) FROM generate_series(1, 64) WHERE n > 0)::vector
  FROM generate_series(1, 5000) AS n;
CREATE INDEX product_embedding_idx ON product USING hnsw (embedding vector_l2_ops);
CREATE INDEX sale_product_idx ON sale (product_id);
ANALYZE;

-- For the probe of vector indexes, which searches for stored vectors.
GRANT SELECT ON product TO dbvitals;
