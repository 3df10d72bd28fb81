/**
 * The switches of a ledger, which stop calls, and the calls that nobody settled. Switches are looked at without a lock: one
 * that is thrown holds for whatever asks after that.
 */
export function switchesSql(schema: string): string {
  return `
create table if not exists ${schema}.stop (name text primary key, reason text not null);

-- The first of some that is thrown, or null.
create or replace function ${schema}.thrown_of(names jsonb) returns jsonb language sql stable as $$
  select jsonb_build_object('name', name, 'reason', reason) from ${schema}.stop
  where name in (select jsonb_array_elements_text(names)) limit 1;
$$;

create or replace function ${schema}.stop(a jsonb) returns jsonb language sql volatile as $$
  insert into ${schema}.stop values (a ->> 'name', a ->> 'reason')
    on conflict (name) do update set reason = excluded.reason;
  select jsonb_build_object('isDone', true);
$$;

create or replace function ${schema}.resume(a jsonb) returns jsonb language plpgsql as $$
begin
  delete from ${schema}.stop where name = a ->> 'name';
  return jsonb_build_object('isDone', found);
end $$;

create or replace function ${schema}.stopped(a jsonb) returns jsonb language sql volatile as $$
  select jsonb_build_object('switches', coalesce(
    jsonb_agg(jsonb_build_object('name', name, 'reason', reason) order by name), '[]'
  ))
  from ${schema}.stop where starts_with(name, a ->> 'prefix');
$$;

create or replace function ${schema}.lost(a jsonb) returns jsonb language sql volatile as $$
  select jsonb_build_object('sums', coalesce(jsonb_agg(
    jsonb_build_object('id', r.id, 'since', r.ends, 'note', r.note, 'amounts', (
      select jsonb_agg(jsonb_build_object('account', account, 'amount', amount)) from ${schema}.held where id = r.id
    )) order by r.ends
  ), '[]'))
  from ${schema}.reservation r
  where exists (select 1 from ${schema}.held where id = r.id) and starts_with(r.id, a ->> 'prefix') and r.ends >= (a ->> 'since')::numeric
    and ${schema}.state_at(r.state, r.lost, r.ends, ${schema}.now_ms()) = 'unsettled';
$$;
`;
}
