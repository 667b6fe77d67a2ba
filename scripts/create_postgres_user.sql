-- Creates (or brings up to date) the role with which dbvitals watches a PostgreSQL server, 13 or newer.
--
--   psql -X -v password="$(cat secret)" -d postgres -f create_postgres_user.sql
--
-- Optional: -v role=dbvitals -v connection_limit=10
-- For a role that may also end sessions: -v guard=on; and -v reserved=on (see below). Without either, what was granted stays; "off" takes it away.
-- Run it once per server, on the primary, as a superuser or as the master user of a managed service (see below).
-- Standbys receive the role by replication. Running it again is safe; it also sets a new password.

\set ON_ERROR_STOP on
\if :{?role}
\else
  \set role dbvitals
\endif
\if :{?connection_limit}
\else
  \set connection_limit 10
\endif
\if :{?password}
\else
  \warn 'The password is missing: psql -v password=...'
  DO 'BEGIN RAISE EXCEPTION ''no password''; END';
\endif

BEGIN;

-- Keep the password out of the server's log where we may (superusers only; otherwise nothing is changed).
SELECT set_config('log_statement', 'none', true), set_config('log_min_duration_statement', '-1', true)
 WHERE (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) \g /dev/null

SELECT format('CREATE ROLE %I', :'role')
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = :'role') \gexec

-- No more connections than dbvitals may open; whatever goes wrong there, the application keeps its own.
ALTER ROLE :"role" WITH LOGIN PASSWORD :'password' CONNECTION LIMIT :connection_limit;

-- pg_monitor is all it needs: it reads every statistics view, all settings and the sizes, but no row of any table.
GRANT pg_monitor TO :"role";

-- A second line behind the timeouts that dbvitals sets for each statement.
ALTER ROLE :"role" SET statement_timeout = '60s';
ALTER ROLE :"role" SET lock_timeout = '2s';
ALTER ROLE :"role" SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE :"role" SET default_transaction_read_only = on;
ALTER ROLE :"role" SET search_path = pg_catalog, public;

COMMENT ON ROLE :"role" IS 'dbvitals: monitoring, reads statistics only (pg_monitor)';

-- The guard ------------------------------------------------------------------------------------------------------------------
-- dbvitals cleanup, emergency-shutdown and guard; not needed for metrics, health-check and dry runs.
\if :{?guard}
  \if :guard
    -- pg_cancel_backend and pg_terminate_backend for sessions of other roles; never for those of superusers.
    GRANT pg_signal_backend TO :"role";
    COMMENT ON ROLE :"role" IS 'dbvitals: monitoring (pg_monitor), may end sessions (pg_signal_backend)';
  \else
    REVOKE pg_signal_backend FROM :"role";
  \endif
\endif

-- To come in when the applications have taken all connections but those of reserved_connections (a setting, 0 by default), which is when
-- an emergency needs it. Those of superuser_reserved_connections stay for the administrator; the limit above holds here, too.
\if :{?reserved}
  SELECT pg_catalog.current_setting('server_version_num')::int >= 160000 AS has_reserved \gset
  \if :has_reserved
    \if :reserved
      GRANT pg_use_reserved_connections TO :"role";
    \else
      REVOKE pg_use_reserved_connections FROM :"role";
    \endif
  \else
    \warn 'Reserved connections need PostgreSQL 16 or newer; nothing was granted for them.'
  \endif
\endif

COMMIT;

-- CONNECT
--   Every role may connect to every database unless that was revoked from PUBLIC. Where it was:
--     GRANT CONNECT ON DATABASE app TO dbvitals;
--   A database it may not connect to keeps its server-wide metrics; only tables, indexes and the like are missing.
--
-- STATEMENTS
--   In postgresql.conf, followed by a restart:   shared_preload_libraries = 'pg_stat_statements'
--   then in the database that dbvitals connects to (it sees the statements of all databases from there):
--     CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
--   After pg_upgrade: ALTER EXTENSION pg_stat_statements UPDATE;  -- until then the old columns are read
--
-- BUFFERS (optional, PostgreSQL 16 and newer)
--     CREATE EXTENSION IF NOT EXISTS pg_buffercache;
--
-- MORE THAN pg_monitor SHOWS (optional)
--   Bloat of tables with text columns needs pg_stats, and how far sequences are used up their last values. Both are
--   shown for what the role may read, so either grant SELECT on chosen tables and sequences, for instance
--     GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO dbvitals;
--   or, if reading all data is acceptable, on PostgreSQL 14 and newer:   GRANT pg_read_all_data TO dbvitals;
--
-- THE FENCE OF AN EMERGENCY
--   "fence: connection_limit" is ALTER DATABASE, which PostgreSQL allows to the owner of a database only. Either GRANT app_owner TO dbvitals, with
--   all that an owner may do, or take "fence: pgbouncer" or "none".
--
-- NEVER grant it superuser; nor, without the guard, pg_signal_backend or pg_use_reserved_connections: a monitor that hangs must not be
--   able to take the connections kept for an emergency.
--
-- MANAGED SERVICES
--   Amazon RDS and Aurora:  run as the master user (rds_superuser); pg_stat_statements is preloaded.
--   Google Cloud SQL:       run as postgres (cloudsqlsuperuser); preloaded, CREATE EXTENSION is enough.
--   Azure Flexible Server:  run as the administrator; allow PG_STAT_STATEMENTS in azure.extensions first.
--   Others need a role with CREATEROLE that holds pg_monitor WITH ADMIN OPTION. What such a service forbids even to
--   pg_monitor (often pg_ls_waldir and pg_ls_tmpdir) is reported as denied; everything else is read.
