drop table if exists product, purchase;
create table product(name text primary key, left_in_stock int not null);
create table purchase(id bigint generated always as identity primary key, customer text not null, products text[] not null);
