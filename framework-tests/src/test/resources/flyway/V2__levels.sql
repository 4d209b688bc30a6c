create table level(reservoir bigint not null references reservoir, at timestamptz not null, metres numeric(6, 2));

create function note_level() returns trigger language plpgsql as $body$
begin
    if new.metres < 0 then
        raise exception 'below the ground: %', new.metres using errcode = 'check_violation';
    end if;
    return new;
end;
$body$;

create trigger note_level before insert on level for each row execute function note_level();

do $$
begin
    insert into reservoir(name, volume) values ('upper; one', 10), ('lower', 20);
end
$$;

insert into level select id, timestamptz '2026-01-01 00:00:00+00', 100 from reservoir;
