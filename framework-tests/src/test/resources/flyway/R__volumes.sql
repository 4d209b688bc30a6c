create or replace view volumes as select ${column}, sum(volume) as volume from reservoir group by ${column};
