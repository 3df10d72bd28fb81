import type { VNode } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { changeTarget, removeTarget, type Target } from '../state/draft.ts';
import { formOf, loadForm, services, titleOf } from '../state/services.ts';
import { OptionField } from './option-field.tsx';

/** One service with its model and options. */
export function TargetCard({ target, isOnly }: { target: Target; isOnly: boolean }): VNode {
  const { key, service: name, model, options } = target;
  const listId = useId();
  useEffect(() => {
    void loadForm(name, model);
  }, [name, model]);
  const service = services.value.find(one => one.name === name);
  const fields = formOf(name, model)?.fields ?? [];
  const setOption = (option: string, value: unknown) => {
    const { [option]: _, ...others } = options;
    changeTarget(key, { options: value === undefined ? others : { ...others, [option]: value } });
  };
  const toField = (field: (typeof fields)[number]) => (
    <OptionField
      key={field.name}
      field={field}
      value={options[field.name]}
      onChange={value => setOption(field.name, value)}
    />
  );
  const price = service?.models.find(({ id }) => id === model)?.price;
  return (
    <div class="target">
      <div class="target-head">
        <select
          aria-label="Service"
          value={name}
          onChange={event => {
            const chosen = services.value.find(one => one.name === event.currentTarget.value);
            if (chosen)
              changeTarget(key, { service: chosen.name, model: chosen.models[0]?.id ?? '', options: {} });
          }}
        >
          {services.value.map(one => (
            <option key={one.name} value={one.name}>
              {one.title}
            </option>
          ))}
        </select>
        {!isOnly && (
          <button
            type="button"
            class="plain"
            aria-label={`Remove ${titleOf(name)}`}
            onClick={() => removeTarget(key)}
          >
            ×
          </button>
        )}
      </div>
      <label class="field">
        <span class="hidden">Model</span>
        <input
          list={listId}
          value={model}
          spellcheck={false}
          autocomplete="off"
          onChange={event => changeTarget(key, { model: event.currentTarget.value.trim(), options: {} })}
        />
        <datalist id={listId}>
          {service?.models.map(({ id }) => (
            <option key={id} value={id} />
          ))}
        </datalist>
      </label>
      {price && <p class="quiet small">{price} an image by its list</p>}
      {service?.listProblem && <p class="quiet small">{service.listProblem}</p>}
      <div class="options">{fields.filter(({ isMain }) => isMain).map(toField)}</div>
      {fields.length > 0 && (
        <details>
          <summary>More options</summary>
          <div class="options">{fields.filter(({ isMain }) => !isMain).map(toField)}</div>
        </details>
      )}
    </div>
  );
}
