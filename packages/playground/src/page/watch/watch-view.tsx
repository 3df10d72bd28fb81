import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { sumOf } from '../../protocol/cost.ts';
import type { SpendRow, WatchView as Watch } from '../../protocol/watch.ts';
import { announce } from '../state/announce.ts';
import { api, sentenceOf } from '../state/api.ts';
import { presses } from '../state/runs.ts';
import { titleOf } from '../state/services.ts';
import { toMoney, toTime } from '../ui/money.ts';
import { DayChart, Meter } from './charts.tsx';

/** Milliseconds between two looks: limits are about seconds. */
const lookMs = 2000;

/** Where the money goes. */
export function WatchView(): VNode {
  const [watch, setWatch] = useState<Watch>();
  const changes = presses.value;
  useEffect(() => {
    const look = () => void api.watch().then(setWatch, (error: unknown) => announce(sentenceOf(error)));
    look();
    const timer = setInterval(look, lookMs);
    return () => clearInterval(timer);
  }, [changes]);
  return (
    <section class="watch" aria-label="Spend">
      <h1 class="hidden">Spend</h1>
      {watch && (
        <>
          <div class="figures">
            <Figure name="Today" value={moneyOf(watch.today)} />
            <Figure name="In total" value={moneyOf(watch.total)} />
            <Figure name="Pictures" value={watch.pictures.toLocaleString('en')} />
            <Figure name="Taken from earlier calls" value={`${watch.reused} free`} />
            <Figure name="Running" value={String(watch.running)} />
          </div>
          <div class="panels">
            <Panel title="USD, 14 days">
              <DayChart days={watch.days} currency="usd" />
            </Panel>
            <Panel title="Buzz, 14 days">
              <DayChart days={watch.days} currency="buzz" />
            </Panel>
            <Panel title="By service and model">
              <Spend rows={watch.total} today={watch.today} />
            </Panel>
            <Panel title="Rate limits, now">
              {watch.limits.length === 0 && <p class="quiet">Nothing was sent in the last minute.</p>}
              {watch.limits.map(({ service, model, lastMinute, lastSecond, perMinute, perSecond }) => (
                <div key={`${service} ${model}`} class="limit">
                  <p>
                    {titleOf(service)} <span class="quiet">{model}</span>
                  </p>
                  {perSecond !== undefined && (
                    <Meter label="last second" value={lastSecond} limit={perSecond} />
                  )}
                  {perMinute !== undefined && (
                    <Meter label="last minute" value={lastMinute} limit={perMinute} />
                  )}
                  {perSecond === undefined && perMinute === undefined && (
                    <p class="quiet small">{lastMinute} in the last minute; no limit is documented</p>
                  )}
                </div>
              ))}
            </Panel>
          </div>
          <Panel title="What failed">
            <Failures rows={watch.failures} />
          </Panel>
        </>
      )}
    </section>
  );
}

function moneyOf(rows: readonly SpendRow[]): string {
  const { usd = 0, buzz = 0 } = sumOf(rows);
  return toMoney({ usd: usd > 0 || buzz === 0 ? usd : undefined, buzz: buzz > 0 ? buzz : undefined });
}

function Figure({ name, value }: { name: string; value: string }): VNode {
  return (
    <div class="figure">
      <span class="quiet small">{name}</span>
      <strong>{value}</strong>
    </div>
  );
}

function Panel({ title, children }: { title: string; children: ComponentChildren }): VNode {
  return (
    <div class="panel">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

function Spend({ rows, today }: { rows: readonly SpendRow[]; today: readonly SpendRow[] }): VNode {
  if (rows.length === 0) return <p class="quiet">Nothing was spent yet.</p>;
  const ofToday = (row: SpendRow) =>
    today.filter(({ service, model }) => service === row.service && model === row.model);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Pictures</th>
          <th scope="col">Today</th>
          <th scope="col">Total</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={`${row.service} ${row.model}`}>
            <th scope="row">
              {titleOf(row.service)} <span class="quiet">{row.model}</span>
            </th>
            <td>{row.pictures}</td>
            <td>{moneyOf(ofToday(row))}</td>
            <td>{moneyOf([row])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Failures({ rows }: { rows: Watch['failures'] }): VNode {
  if (rows.length === 0) return <p class="quiet">Nothing has failed.</p>;
  return (
    <ul class="failures">
      {rows.map(({ run, at, service, model, prompt, problem }) => (
        <li key={run} data-kind={problem.kind}>
          <p class="small quiet">
            {toTime(at)} · {titleOf(service)} · {model}
          </p>
          <p dir="auto">“{prompt}”</p>
          <p>
            {problem.what} <strong>{problem.money}</strong>
          </p>
        </li>
      ))}
    </ul>
  );
}
