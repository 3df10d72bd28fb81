import { closedMs } from '../shares.ts';

/**
 * The money of a ledger. What has expired is told by the clock when it is looked at, so that nothing has to run for it:
 * `reserved` is gone, `sent` is unsettled or gone, by `lost`. Locks are taken in one order, first the id, then accounts by
 * their names.
 *
 * Reserving and renewing do not wait for the disk, during which others would wait for their locks: marking as sent does, and
 * with it all that came before. What a crash takes before that was not sent.
 */
export function ledgerSql(schema: string): string {
  return `
create table if not exists ${schema}.account (
  name text primary key,
  spent bigint not null default 0,
  touched bigint not null
);
create table if not exists ${schema}.reservation (
  id text primary key,
  state text not null check (state in ('reserved', 'sent', 'settled', 'void')),
  lost text not null check (lost in ('unsettled', 'free')),
  ends bigint not null,
  touched bigint not null,
  -- Tokens of the calls that were sent.
  senders text[] not null default '{}'
);
-- Of older versions.
alter table ${schema}.reservation add column if not exists senders text[] not null default '{}';
alter table ${schema}.reservation add column if not exists note text;
create index if not exists reservation_ends on ${schema}.reservation (ends)
  where not (state = 'sent' and lost = 'unsettled');
create table if not exists ${schema}.held (
  id text not null references ${schema}.reservation on delete cascade,
  account text not null,
  amount bigint not null,
  primary key (id, account)
);
create index if not exists held_account on ${schema}.held (account);

create or replace function ${schema}.state_at(state text, lost text, ends bigint, now bigint)
returns text language sql immutable as $$
  select case when now < ends then state when state = 'sent' and lost = 'unsettled' then 'unsettled' end;
$$;

create or replace function ${schema}.state_of(call text, now bigint) returns text language sql volatile as $$
  select ${schema}.state_at(state, lost, ends, now) from ${schema}.reservation where id = call;
$$;

create or replace function ${schema}.sums_of(holder text, now bigint) returns jsonb language sql volatile as $$
  with held as (
    select h.amount, ${schema}.state_at(r.state, r.lost, r.ends, now) as state
    from ${schema}.held h join ${schema}.reservation r using (id) where h.account = holder
  )
  select jsonb_build_object(
    'spent', coalesce((select spent from ${schema}.account where name = holder), 0),
    'reserved', coalesce(sum(amount) filter (where state in ('reserved', 'sent')), 0),
    'unsettled', coalesce(sum(amount) filter (where state = 'unsettled'), 0)
  ) from held;
$$;

create or replace function ${schema}.lock_accounts(names text[]) returns void language plpgsql as $$
begin
  insert into ${schema}.account (name, touched)
    select distinct n, ${schema}.now_ms() from unnest(names) n order by 1 on conflict do nothing;
  perform 1 from ${schema}.account where name = any (names) order by name for update;
  update ${schema}.account set touched = ${schema}.now_ms() where name = any (names);
end $$;

create or replace function ${schema}.accounts_of(amounts jsonb) returns text[] language sql immutable as $$
  select coalesce(array_agg(part ->> 'account'), '{}') from jsonb_array_elements(amounts) part;
$$;

create or replace function ${schema}.close(call text, as_state text) returns void language plpgsql as $$
declare
  now bigint := ${schema}.now_ms();
begin
  delete from ${schema}.reservation where id = call;
  insert into ${schema}.reservation values (call, as_state, 'free', now + ${closedMs}, now);
end $$;

create or replace function ${schema}.reserve(a jsonb) returns jsonb language plpgsql as $$
declare
  call text := a ->> 'id';
  now bigint;
  known text;
  part jsonb;
  sums jsonb;
  thrown jsonb := ${schema}.thrown_of(a -> 'switches');
begin
  if thrown is not null then
    return jsonb_build_object('isReserved', false, 'thrown', thrown);
  end if;
  perform set_config('synchronous_commit', 'off', true);
  perform ${schema}.lock_name('call ' || call);
  perform ${schema}.lock_accounts(${schema}.accounts_of(a -> 'amounts'));
  now := ${schema}.now_ms();
  known := ${schema}.state_of(call, now);
  if known = 'void' then
    return jsonb_build_object('isReserved', false);
  end if;
  if known is not null then
    return jsonb_build_object('isReserved', true);
  end if;
  for part in select * from jsonb_array_elements(a -> 'amounts') loop
    sums := ${schema}.sums_of(part ->> 'account', now);
    if (sums ->> 'spent')::bigint + (sums ->> 'reserved')::bigint + (sums ->> 'unsettled')::bigint
      + (part ->> 'amount')::bigint > (part ->> 'limit')::numeric then
      return jsonb_build_object('isReserved', false, 'account', part -> 'account', 'standing', sums);
    end if;
  end loop;
  delete from ${schema}.reservation where id = call;
  insert into ${schema}.reservation
    values (call, 'reserved', a ->> 'lost', now + ceil((a ->> 'ttlMs')::numeric), now);
  insert into ${schema}.held select call, p ->> 'account', (p ->> 'amount')::bigint
    from jsonb_array_elements(a -> 'amounts') p;
  return jsonb_build_object('isReserved', true);
end $$;

-- Holds what is held for longer. Under the locks of its accounts: nobody counts it as gone in the same moment.
create or replace function ${schema}.hold(a jsonb, is_sent boolean) returns text language plpgsql as $$
declare
  call text := a ->> 'id';
  now bigint;
  known text;
begin
  if not is_sent then
    perform set_config('synchronous_commit', 'off', true);
  end if;
  perform ${schema}.lock_name('call ' || call);
  perform 1 from ${schema}.account where name in (select account from ${schema}.held where id = call)
    order by name for share;
  now := ${schema}.now_ms();
  known := ${schema}.state_of(call, now);
  if known in ('reserved', 'sent') then
    update ${schema}.reservation
      set state = case when is_sent then 'sent' else state end,
        ends = now + ceil((a ->> 'ttlMs')::numeric), touched = now
      where id = call;
  end if;
  if is_sent and known in ('reserved', 'sent', 'unsettled') then
    update ${schema}.reservation
      set senders = senders || (a ->> 'token'), note = coalesce(a ->> 'note', note), touched = now,
        ends = case when known = 'unsettled' then now else ends end
      where id = call;
  end if;
  return known;
end $$;

create or replace function ${schema}.mark_sent(a jsonb) returns jsonb language sql volatile as $$
  select jsonb_build_object('isDone', coalesce(${schema}.hold(a, true) <> 'void', false));
$$;

create or replace function ${schema}.renew(a jsonb) returns jsonb language sql volatile as $$
  select jsonb_build_object('isDone', coalesce(${schema}.hold(a, false) in ('reserved', 'sent'), false));
$$;

create or replace function ${schema}.settle(a jsonb) returns jsonb language plpgsql as $$
declare
  call text := a ->> 'id';
begin
  perform ${schema}.lock_name('call ' || call);
  if ${schema}.state_of(call, ${schema}.now_ms()) = 'settled' then
    return jsonb_build_object('isDone', false);
  end if;
  perform ${schema}.lock_accounts(${schema}.accounts_of(a -> 'amounts'));
  perform ${schema}.close(call, 'settled');
  update ${schema}.account set spent = spent + (part ->> 'amount')::bigint
    from jsonb_array_elements(a -> 'amounts') part where name = part ->> 'account';
  return jsonb_build_object('isDone', true);
end $$;

create or replace function ${schema}.release(a jsonb) returns jsonb language plpgsql as $$
begin
  perform ${schema}.lock_name('call ' || (a ->> 'id'));
  update ${schema}.reservation set senders = array_remove(senders, a ->> 'token') where id = a ->> 'id';
  delete from ${schema}.reservation
    where id = a ->> 'id' and state in ('reserved', 'sent') and senders = '{}';
  return jsonb_build_object('isDone', true);
end $$;

create or replace function ${schema}.void(a jsonb) returns jsonb language plpgsql as $$
begin
  perform ${schema}.lock_name('call ' || (a ->> 'id'));
  if ${schema}.state_of(a ->> 'id', ${schema}.now_ms()) is distinct from 'settled' then
    perform ${schema}.close(a ->> 'id', 'void');
  end if;
  return jsonb_build_object('isDone', true);
end $$;

create or replace function ${schema}.free(a jsonb) returns jsonb language plpgsql as $$
begin
  perform ${schema}.lock_name('call ' || (a ->> 'id'));
  delete from ${schema}.reservation
    where id = a ->> 'id' and ${schema}.state_at(state, lost, ends, ${schema}.now_ms()) = 'unsettled'
      and ends <= coalesce((a ->> 'since')::numeric, ends);
  return jsonb_build_object('isDone', found);
end $$;

-- Many calls of one of the above in one transaction, by one order of locks for all: first the ids, then the accounts.
create or replace function ${schema}.each_of(operation text, list jsonb) returns jsonb language plpgsql as $$
declare
  ids text[] := array(select distinct a ->> 'id' from jsonb_array_elements(list) a order by 1);
  part jsonb;
  answer jsonb;
  answers jsonb := '[]';
begin
  perform ${schema}.lock_name('call ' || id) from unnest(ids) id;
  if operation in ('reserve', 'settle') then
    perform ${schema}.lock_accounts(array(
      select p ->> 'account' from jsonb_array_elements(list) a, jsonb_array_elements(a -> 'amounts') p
    ));
  else
    perform 1 from ${schema}.account where name in (select account from ${schema}.held where id = any (ids))
      order by name for share;
  end if;
  for part in select * from jsonb_array_elements(list) loop
    execute format('select ${schema}.%I($1)', operation) into answer using part;
    answers := answers || jsonb_build_array(answer);
  end loop;
  -- What is gone by now, a few more than may have come. It is last: nothing is waited for any more that others hold.
  if operation = 'reserve' then
    delete from ${schema}.reservation where id in (
      select id from ${schema}.reservation
      where not (state = 'sent' and lost = 'unsettled') and ends <= ${schema}.now_ms()
      order by ends limit 20 + jsonb_array_length(list) for update skip locked
    );
  end if;
  return answers;
end $$;

create or replace function ${schema}.standing(a jsonb) returns jsonb language sql volatile as $$
  select ${schema}.sums_of(a ->> 'account', ${schema}.now_ms());
$$;

create or replace function ${schema}.unsettled(a jsonb) returns jsonb language sql volatile as $$
  select jsonb_build_object('sums', coalesce(
    jsonb_agg(jsonb_build_object('id', id, 'amount', h.amount, 'since', r.ends) order by r.ends), '[]'
  ))
  from ${schema}.held h join ${schema}.reservation r using (id)
  where h.account = a ->> 'account'
    and ${schema}.state_at(r.state, r.lost, r.ends, ${schema}.now_ms()) = 'unsettled';
$$;
`;
}
