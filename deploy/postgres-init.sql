-- The database of Holdfast, its two roles and the vector type. For the superuser, with psql 14 or newer; may run again.
-- Used by compose.yaml and scripts/postgres.sh. By hand, with both passwords in the environment:
--   psql --file deploy/postgres-init.sql postgres://postgres@HOST/postgres
\set ON_ERROR_STOP on
\getenv owner_password HOLDFAST_OWNER_PASSWORD
\getenv app_password HOLDFAST_APP_PASSWORD

-- Waits for another run, also for one whose psql was killed while the server was still creating the database.
do 'begin perform pg_advisory_lock(1); end';

-- The owner migrates (DATABASE_MIGRATION_URL). The work role does the rest (DATABASE_URL): it owns nothing, so it can
-- neither change the schema nor rewrite the audit. Migrations grant it what it needs.
select format('create role holdfast_owner login password %L', :'owner_password')
 where not exists (select from pg_roles where rolname = 'holdfast_owner') \gexec
select format('create role holdfast_app login password %L', :'app_password')
 where not exists (select from pg_roles where rolname = 'holdfast_app') \gexec

select 'create database holdfast owner holdfast_owner'
 where not exists (select from pg_database where datname = 'holdfast') \gexec

-- Only a superuser may install pgvector; "create extension if not exists" in a migration then has nothing left to do.
\connect holdfast
do 'begin perform pg_advisory_lock(1); end';
create extension if not exists vector;
