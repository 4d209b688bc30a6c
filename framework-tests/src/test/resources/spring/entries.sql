-- three entries; one of them odd
insert into entry(account, amount) values ('north', 1), ('south', 2);
insert into entry(account, amount) values ('it''s; odd', 3);
