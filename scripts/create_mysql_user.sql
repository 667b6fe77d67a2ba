-- Creates (or brings up to date) the user with which dbvitals watches a MySQL 8.0–9.x or MariaDB 10.6+ server. Put a password of your
-- own in the place of CHANGE-ME (in a copy that only you can read), then, as an administrator:
--
--   mysql --user=root --password < create_mysql_user.sql
--   mariadb < create_mysql_user.sql
--
-- For a user that may also end statements and sessions (see THE GUARD):
--
--   mysql --user=root --password --init-command="SET @guard = 'on'" < create_mysql_user.sql        ('off' takes the right away)
--
-- Run it once per server, on the primary; replicas receive the user by replication. Running it again is safe.
-- Where the exporter runs on another machine, '%' may be narrowed to its address: the name must then be changed in every line.

-- No more connections than dbvitals may open: max_connections of its target, 3 by default, two to end with KILL QUERY what the server does not
-- end by itself, and three for the guard of the service and for commands beside it. Whatever goes wrong there, the application keeps its own.
CREATE USER IF NOT EXISTS 'dbvitals'@'%' IDENTIFIED BY 'CHANGE-ME';
ALTER USER 'dbvitals'@'%' IDENTIFIED BY 'CHANGE-ME' WITH MAX_USER_CONNECTIONS 8;

-- PROCESS: sessions of all users, and InnoDB's counters (information_schema.processlist, innodb_metrics, innodb_cmp, …).
-- REPLICATION CLIENT: the replication status and the binary logs. MariaDB calls this right BINLOG MONITOR and takes the old name too.
-- SLAVE MONITOR: MariaDB (10.5.9 and newer) wants it for SHOW ALL SLAVES STATUS; MySQL takes the word for a comment.
GRANT PROCESS, REPLICATION CLIENT /*M! , SLAVE MONITOR */ ON *.* TO 'dbvitals'@'%';

-- The statistics of statements, tables, waits and replication. They hold no row of any table.
GRANT SELECT ON performance_schema.* TO 'dbvitals'@'%';

-- THE GUARD: dbvitals cleanup, emergency-shutdown and guard; not needed for metrics, health-check and dry runs.
-- CONNECTION_ADMIN (MySQL), CONNECTION ADMIN (MariaDB): KILL and KILL QUERY for sessions of others, which PROCESS only shows; and the one connection
-- that a server keeps beyond max_connections, which is when an emergency needs it. Sessions of accounts with SYSTEM_USER stay out of reach on MySQL.
SET @guard_right = IF(VERSION() LIKE '%MariaDB%', 'CONNECTION ADMIN', 'CONNECTION_ADMIN');
SET @guard_statement = CASE @guard
  WHEN 'on' THEN CONCAT('GRANT ', @guard_right, ' ON *.* TO ''dbvitals''@''%''')
  WHEN 'off' THEN CONCAT('REVOKE ', @guard_right, ' ON *.* FROM ''dbvitals''@''%''')
  ELSE 'DO 0' END;
PREPARE guard FROM @guard_statement;
EXECUTE guard;
DEALLOCATE PREPARE guard;

-- MORE (optional; each is needed only by queries that are off by default)
--
--   information_schema.tables and auto_increment.columns show those tables on which the user has some right. The one that shows all of
--   them and lets none of their rows be read:
--                         GRANT REFERENCES ON *.* TO 'dbvitals'@'%';
--   slow-queries:         plans and indexes of the tables of a database; dbvitals asks EXPLAIN only, and reads no rows:
--                         GRANT SELECT, SHOW VIEW ON shop.* TO 'dbvitals'@'%';
--   pt-heartbeat:         GRANT SELECT ON heartbeat.heartbeat TO 'dbvitals'@'%';
--   mysql.user:           GRANT SELECT ON mysql.user TO 'dbvitals'@'%';
--   sys.user_summary:     GRANT SELECT, EXECUTE ON sys.* TO 'dbvitals'@'%';
--   slave_hosts:          GRANT REPLICATION SLAVE ON *.* TO 'dbvitals'@'%';            -- MySQL
--                         GRANT REPLICATION MASTER ADMIN ON *.* TO 'dbvitals'@'%';     -- MariaDB
--   All the statistics of userstat=1 (MariaDB, Percona Server) need PROCESS only, which is granted above.
--
-- After a GRANT to an existing user nothing need be restarted: dbvitals asks again within ten minutes, in a new session.
--
-- NEVER grant it SUPER, SYSTEM_VARIABLES_ADMIN or BINLOG ADMIN, nor CONNECTION ADMIN without the guard: a monitor needs none of them.
--
-- PASSWORD OVER THE NETWORK
--   MySQL's accounts use caching_sha2_password: without TLS the server must hand out its public key first. Turn on tls for the target, or,
--   on a network that is trusted, add ?allowPublicKeyRetrieval=true to its url.
--
-- MANAGED SERVICES (RDS, Aurora, Cloud SQL, Azure): run it as the master user. RDS for MariaDB and Cloud SQL grant all of the above.
