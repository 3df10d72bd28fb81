import { bulkPollMs, headMs, interactiveInARow, lineMs } from '../shares.ts';

/**
 * Slots, as `memorySlots` has them, under a lock for each name. Nothing of them has to outlive the server, so that no
 * answer waits for its disk.
 */
export function slotsSql(schema: string): string {
  return `
create table if not exists ${schema}.slot_count (
  name text primary key,
  paused_until bigint not null default 0,
  in_a_row integer not null default 0
);
create table if not exists ${schema}.slot (
  name text not null,
  starts bigint not null,
  taken bigint generated always as identity,
  line text not null,
  primary key (name, starts, taken)
);
create table if not exists ${schema}.slot_line (
  name text not null,
  line text not null,
  head_until bigint not null default 0,
  asks_until bigint not null,
  primary key (name, line)
);

create or replace function ${schema}.lock_slots(called text) returns void language plpgsql as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  perform ${schema}.lock_name('slots ' || called);
  insert into ${schema}.slot_count (name) values (called) on conflict do nothing;
end $$;

create or replace function ${schema}.note_line(a jsonb, head bigint, asks bigint)
returns void language sql volatile as $$
  insert into ${schema}.slot_line values (a ->> 'name', a ->> 'line', head, asks)
  on conflict (name, line) do update set head_until = excluded.head_until, asks_until = excluded.asks_until;
$$;

create or replace function ${schema}.slot_answer(called text, is_taken boolean, wait_ms bigint)
returns jsonb language sql volatile as $$
  select jsonb_build_object('isTaken', is_taken, 'waitMs', wait_ms, 'lines', count(*))
  from ${schema}.slot_line where name = called;
$$;

create or replace function ${schema}.take_slot(a jsonb) returns jsonb language plpgsql as $$
declare
  called text := a ->> 'name';
  is_bulk boolean := (a ->> 'isBulk')::boolean;
  now bigint;
  counted ${schema}.slot_count;
  last_head bigint;
  begins bigint;
  wanted jsonb;
  place bigint;
  longest bigint := 0;
  answer jsonb;
begin
  perform ${schema}.lock_slots(called);
  now := ${schema}.now_ms();
  delete from ${schema}.slot_line where name = called and asks_until <= now;
  select * into counted from ${schema}.slot_count where name = called;
  select max(head_until) into last_head from ${schema}.slot_line where name = called and head_until > now;
  if is_bulk and last_head is not null and counted.in_a_row < ${interactiveInARow} then
    perform ${schema}.note_line(a, 0, now + ${lineMs});
    return ${schema}.slot_answer(called, false, least(${bulkPollMs}, last_head - now));
  end if;
  begins := greatest(now, counted.paused_until,
    (select starts from ${schema}.slot where name = called order by starts desc limit 1));
  for wanted in select * from jsonb_array_elements(a -> 'windows') loop
    select starts into place from ${schema}.slot where name = called
      order by starts desc offset (wanted ->> 'most')::integer - 1 limit 1;
    longest := greatest(longest, ceil((wanted ->> 'lengthMs')::numeric));
    begins := greatest(begins, place + ceil((wanted ->> 'lengthMs')::numeric));
  end loop;
  delete from ${schema}.slot where name = called and starts <= now - longest;
  update ${schema}.slot_count set in_a_row = case when is_bulk then 0 else in_a_row + 1 end where name = called;
  perform ${schema}.note_line(a, case when is_bulk then 0 else begins + ${headMs} end, begins + ${lineMs});
  answer := ${schema}.slot_answer(called, true, 0);
  -- By the clock as late as can be: what came before takes a new connection long, and its slot would begin later than noted.
  begins := greatest(begins, ${schema}.now_ms());
  insert into ${schema}.slot (name, starts, line) values (called, begins, a ->> 'line');
  return answer || jsonb_build_object('waitMs', greatest(0, begins - ${schema}.now_ms()));
end $$;

create or replace function ${schema}.leave_line(a jsonb) returns jsonb language plpgsql as $$
begin
  perform ${schema}.lock_slots(a ->> 'name');
  update ${schema}.slot_line set head_until = 0 where name = a ->> 'name' and line = a ->> 'line';
  delete from ${schema}.slot
    where name = a ->> 'name' and line = a ->> 'line' and starts > ${schema}.now_ms();
  return '{}';
end $$;

create or replace function ${schema}.pause_slots(a jsonb) returns jsonb language plpgsql as $$
begin
  perform ${schema}.lock_slots(a ->> 'name');
  update ${schema}.slot_count
    set paused_until = greatest(paused_until, ${schema}.now_ms() + ceil((a ->> 'milliseconds')::numeric))
    where name = a ->> 'name';
  return '{}';
end $$;
`;
}
