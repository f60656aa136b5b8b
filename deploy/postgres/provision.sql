-- The databases and roles of one service. A superuser runs it once per service; again changes nothing but passwords.
--
--   OWNER_PASSWORD=… APP_PASSWORD=… psql -X -v ON_ERROR_STOP=1 -v service=pledge -f deploy/postgres/provision.sql
--
-- netral_<service>         events, outcomes, todo, ledger and the generations of views
-- netral_<service>_vault   wrapped keys, keyed hashes and salts; its backups are kept apart
-- netral_<service>_owner   owns both, runs migrations
-- netral_<service>_app     what the service runs as; may connect, and beyond that what the migrations grant it

\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\set database 'netral_' :service
\set vault :database '_vault'
\set owner :database '_owner'
\set app :database '_app'

SELECT format('CREATE ROLE %I LOGIN', role)
FROM (VALUES (:'owner'), (:'app')) AS wanted (role)
WHERE role NOT IN (SELECT rolname FROM pg_roles)
\gexec
ALTER ROLE :"owner" PASSWORD :'owner_password';
ALTER ROLE :"app" PASSWORD :'app_password';

-- C.UTF-8 sorts by code point, the same on every machine and after every upgrade of its C library.
SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C.UTF-8''', name, :'owner')
FROM (VALUES (:'database'), (:'vault')) AS wanted (name)
WHERE name NOT IN (SELECT datname FROM pg_database)
\gexec

-- Nobody else connects, no other service either. Batches go through temporary tables.
REVOKE ALL ON DATABASE :"database", :"vault" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"database", :"vault" TO :"app";
