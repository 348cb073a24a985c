-- MariaDB's tables as foreign tables of PostgreSQL; the server and the tables themselves follow in mysql-fdw.ts.
CREATE EXTENSION IF NOT EXISTS mysql_fdw;
DROP SCHEMA IF EXISTS my CASCADE;
DROP SERVER IF EXISTS mariadb CASCADE;
CREATE SCHEMA my;
