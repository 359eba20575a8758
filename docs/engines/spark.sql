-- The same tables in Spark SQL, each statement run before compliance.sql; `lake` is the export.
create or replace temporary view episodes as select * from parquet.`lake/episodes`;
create or replace temporary view holds as select * from parquet.`lake/holds`;
create or replace temporary view episode_levels as select * from parquet.`lake/episode_levels`;
create or replace temporary view standards as select * from parquet.`lake/standards`;
create or replace temporary view flat_contacts as select * from parquet.`lake/flat_contacts`;
create or replace temporary view asked as
    select date '2026-08-01' as since, date '2026-10-31' as until, date '2026-11-23' as as_of;
create or replace temporary view day as
    select explode(sequence(since - 1,
        case when until < as_of then until else as_of - 1 end, interval 1 day)) as d
    from asked;
