create table never_there(id int);
insert into reservoir(name, volume) values ('third', -1);
