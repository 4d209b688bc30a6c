create table entry(
    id bigint generated always as identity primary key,
    account text not null,
    amount numeric(12, 2) not null default 0,
    booked timestamptz not null default now(),
    tags text[]
)
^;
create table account(name text primary key)
^;
create function balance(of_account text) returns numeric language plpgsql as $$
begin
    return (select coalesce(sum(amount), 0) from entry where account = of_account);
end;
$$
