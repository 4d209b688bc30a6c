create type water as enum ('fresh', 'salt');

create table reservoir(
    id bigint generated always as identity primary key,
    name text not null unique, -- a comment; with a semicolon
    water water not null default 'fresh',
    volume numeric(12, 2) check (volume > 0)
);

comment on table reservoir is 'holds water; and what''s in it';
