/**
 * The keys of a ledger. A claim that has lapsed is told by the clock when it is looked at. Claiming and renewing do not wait
 * for the disk: going on to `sent` does, and finds out where a crash has taken the claim.
 */
export function claimsSql(schema: string): string {
  return `
create table if not exists ${schema}.claim (
  key text primary key,
  state text not null check (state in ('running', 'sent', 'done')),
  hash text not null,
  token text not null,
  note text,
  lapses bigint not null,
  touched bigint not null
);
create index if not exists claim_lapses on ${schema}.claim (lapses) where state <> 'sent';

-- What stands under a key by now, or a row of nulls.
create or replace function ${schema}.read_claim(called text) returns ${schema}.claim language sql volatile as $$
  select key, case when ${schema}.now_ms() < lapses then state else 'unknown' end, hash, token, note, lapses, touched
  from ${schema}.claim where key = called and (state = 'sent' or ${schema}.now_ms() < lapses);
$$;

create or replace function ${schema}.show_claim(c ${schema}.claim) returns jsonb language sql immutable as $$
  select jsonb_build_object('state', c.state, 'hash', c.hash, 'note', c.note);
$$;

create or replace function ${schema}.write_claim(
  a jsonb, as_state text, of_hash text, with_note text, for_ms numeric
) returns void language sql volatile as $$
  insert into ${schema}.claim values (
    a ->> 'key', as_state, of_hash, coalesce(a ->> 'nextToken', a ->> 'token'), with_note, ${schema}.now_ms() + ceil(for_ms), ${schema}.now_ms()
  ) on conflict (key) do update set (state, hash, token, note, lapses, touched)
    = (excluded.state, excluded.hash, excluded.token, excluded.note, excluded.lapses, excluded.touched);
$$;

create or replace function ${schema}.claim(a jsonb) returns jsonb language plpgsql as $$
declare
  c ${schema}.claim;
begin
  perform set_config('synchronous_commit', 'off', true);
  perform ${schema}.lock_name('key ' || (a ->> 'key'));
  c := ${schema}.read_claim(a ->> 'key');
  if c.key is not null and not (c.token = a ->> 'token' and c.state = 'running') then
    return jsonb_build_object('isOurs', false, 'record', ${schema}.show_claim(c));
  end if;
  perform ${schema}.write_claim(a, 'running', a ->> 'hash', null, (a ->> 'leaseMs')::numeric);
  -- What is gone by now, a few at a time.
  delete from ${schema}.claim where key in (
    select key from ${schema}.claim where state <> 'sent' and lapses <= ${schema}.now_ms()
    order by lapses limit 20 for update skip locked
  );
  return jsonb_build_object('isOurs', true);
end $$;

create or replace function ${schema}.advance(a jsonb) returns jsonb language plpgsql as $$
declare
  c ${schema}.claim;
begin
  perform ${schema}.lock_name('key ' || (a ->> 'key'));
  c := ${schema}.read_claim(a ->> 'key');
  if c.token is distinct from a ->> 'token' or (c.state = 'done' and a ->> 'state' = 'sent') then
    return jsonb_build_object('isDone', false);
  end if;
  perform ${schema}.write_claim(a, a ->> 'state', c.hash, a ->> 'note', (a ->> 'forMs')::numeric);
  return jsonb_build_object('isDone', true);
end $$;

create or replace function ${schema}.renew_claim(a jsonb) returns jsonb language plpgsql as $$
declare
  c ${schema}.claim;
begin
  perform set_config('synchronous_commit', 'off', true);
  perform ${schema}.lock_name('key ' || (a ->> 'key'));
  c := ${schema}.read_claim(a ->> 'key');
  if c.token is distinct from a ->> 'token' or c.state not in ('running', 'sent') then
    return jsonb_build_object('isDone', false);
  end if;
  perform ${schema}.write_claim(a, c.state, c.hash, c.note, (a ->> 'leaseMs')::numeric);
  return jsonb_build_object('isDone', true);
end $$;

create or replace function ${schema}.drop(a jsonb) returns jsonb language plpgsql as $$
begin
  perform ${schema}.lock_name('key ' || (a ->> 'key'));
  delete from ${schema}.claim where key = a ->> 'key' and token = a ->> 'token' and state <> 'done';
  return jsonb_build_object('isDone', true);
end $$;

create or replace function ${schema}.look_up(a jsonb) returns jsonb language plpgsql as $$
declare
  c ${schema}.claim := ${schema}.read_claim(a ->> 'key');
begin
  return case when c.key is null then '{}' else jsonb_build_object('record', ${schema}.show_claim(c)) end;
end $$;

create or replace function ${schema}.forget(a jsonb) returns jsonb language plpgsql as $$
declare
  begins text := a ->> 'prefix';
  til numeric := (a ->> 'before')::numeric;
  total bigint;
  part bigint;
begin
  -- Of what somebody works with, nothing is old; to wait for it might be to wait for each other.
  delete from ${schema}.reservation where id in (
    select id from ${schema}.reservation where starts_with(id, begins) and touched < til for update skip locked
  );
  get diagnostics total = row_count;
  delete from ${schema}.claim where key in (
    select key from ${schema}.claim where starts_with(key, begins) and touched < til for update skip locked
  );
  get diagnostics part = row_count;
  total := total + part;
  -- An account that still holds something stays.
  delete from ${schema}.account where name in (
    select name from ${schema}.account where starts_with(name, begins) and touched < til
      and not exists (select 1 from ${schema}.held where account = name) for update skip locked
  );
  get diagnostics part = row_count;
  return jsonb_build_object('count', total + part);
end $$;
`;
}
