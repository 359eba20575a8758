-- The tables of an export as views, and what compliance.sql asks of an engine. Run beside `lake`:
--   duckdb -c ".read duckdb.sql" -c ".read compliance.sql"
create or replace view episodes as select * from read_parquet('lake/episodes/**/*.parquet');
create or replace view holds as select * from read_parquet('lake/holds/**/*.parquet');
create or replace view episode_levels as
    select * from read_parquet('lake/episode_levels/**/*.parquet');
create or replace view standards as select * from read_parquet('lake/standards/**/*.parquet');
create or replace view flat_contacts as
    select * from read_parquet('lake/flat_contacts/**/*.parquet', hive_partitioning = true);
create or replace macro add_months(d, n) as cast(d + to_months(n) as date);
create or replace macro size(l) as len(l);
create or replace table asked as
    select date '2026-08-01' as since, date '2026-10-31' as until, date '2026-11-23' as as_of;
create or replace view day as
    select cast(unnest(generate_series(since - 1,
        case when until < as_of then until else as_of - 1 end, interval 1 day)) as date) as d
    from asked;
