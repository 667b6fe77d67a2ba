-- Lets the role dbvitals shut databases to new clients during an emergency (guard.fence: connection_limit) and open them again, without
-- owning them. Run it as a superuser in the database of the target's url, and in the database postgres, by which the guard comes back
-- should it be killed while the first is shut:
--
--   psql -d DATABASE -f create_postgres_fence.sql
--   psql -d postgres -f create_postgres_fence.sql
--
-- Running it again is safe. The guard calls the function only while a superuser owns it.

CREATE SCHEMA IF NOT EXISTS dbvitals;

CREATE OR REPLACE FUNCTION dbvitals.set_connection_limit(datname name, connections integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'BEGIN EXECUTE pg_catalog.format(''ALTER DATABASE %I CONNECTION LIMIT %s'', datname, connections); END';

REVOKE ALL ON FUNCTION dbvitals.set_connection_limit(name, integer) FROM PUBLIC;

GRANT USAGE ON SCHEMA dbvitals TO dbvitals;

GRANT EXECUTE ON FUNCTION dbvitals.set_connection_limit(name, integer) TO dbvitals;
