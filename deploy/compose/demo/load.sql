\set product random(1, 5000)
SELECT name, stock FROM product WHERE id = :product;
SELECT id FROM product ORDER BY embedding <-> (SELECT embedding FROM product WHERE id = :product) LIMIT 10;
BEGIN;
INSERT INTO sale (product_id) VALUES (:product);
UPDATE product SET stock = CASE WHEN stock > 0 THEN stock - 1 ELSE 1000 END WHERE id = :product;
DELETE FROM sale WHERE id IN (SELECT id FROM sale ORDER BY id LIMIT 2) AND (SELECT count(*) FROM sale) > 10000;
COMMIT;
