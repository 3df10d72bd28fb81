import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { FieldView } from '../../protocol/service.ts';

interface OptionFieldProps {
  readonly field: FieldView;
  readonly value: unknown;
  /** `undefined` leaves the option out. */
  readonly onChange: (value: unknown) => void;
}

/** One option, in whichever form its schema asks for. */
export function OptionField({ field, value, onChange }: OptionFieldProps): VNode {
  const id = useId();
  return (
    <div class="field option">
      <label class="label" for={id}>
        {field.label}
      </label>
      <Control field={field} value={value} onChange={onChange} id={id} />
      <span class="quiet small" id={`${id}-help`}>
        {field.help}
      </span>
    </div>
  );
}

function Control({ field, value, onChange, id }: OptionFieldProps & { id: string }): VNode {
  const named = { id, 'aria-describedby': `${id}-help` };
  switch (field.kind) {
    case 'choice':
      return (
        <Choices
          named={named}
          value={typeof value === 'string' ? value : ''}
          choices={field.choices ?? []}
          onChange={text => onChange(text === '' ? undefined : text)}
        />
      );
    case 'flag':
      return (
        <Choices
          named={named}
          value={value === undefined ? '' : String(value)}
          choices={['true', 'false']}
          onChange={text => onChange(text === '' ? undefined : text === 'true')}
        />
      );
    case 'number':
      return (
        <input
          type="number"
          {...named}
          min={field.minimum}
          max={field.maximum}
          step={field.isWhole ? 1 : 'any'}
          value={typeof value === 'number' ? value : ''}
          onChange={({ currentTarget }) =>
            onChange(currentTarget.value === '' ? undefined : currentTarget.valueAsNumber)
          }
        />
      );
    case 'text':
      return (
        <input
          {...named}
          value={typeof value === 'string' ? value : ''}
          onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
        />
      );
    case 'choices':
      return (
        <select
          multiple
          {...named}
          onChange={({ currentTarget }) => {
            const chosen = Array.from(currentTarget.selectedOptions, option => option.value);
            onChange(chosen.length > 0 ? chosen : undefined);
          }}
        >
          {field.choices?.map(choice => (
            <option key={choice} value={choice} selected={Array.isArray(value) && value.includes(choice)}>
              {choice}
            </option>
          ))}
        </select>
      );
    case 'json':
      return <JsonControl named={named} value={value} onChange={onChange} />;
    default:
      return field.kind satisfies never;
  }
}

/** What leads from a control to its label and its help. */
interface Named {
  readonly id: string;
  readonly 'aria-describedby': string;
}

interface ChoicesProps {
  readonly named: Named;
  readonly value: string;
  readonly choices: readonly string[];
  readonly onChange: (value: string) => void;
}

function Choices({ named, value, choices, onChange }: ChoicesProps): VNode {
  return (
    <select {...named} value={value} onChange={event => onChange(event.currentTarget.value)}>
      <option value="">default</option>
      {choices.map(choice => (
        <option key={choice} value={choice}>
          {choice === 'true' ? 'yes' : choice === 'false' ? 'no' : choice}
        </option>
      ))}
    </select>
  );
}

type JsonControlProps = Pick<OptionFieldProps, 'value' | 'onChange'> & { readonly named: Named };

/** For what no other control fits. */
function JsonControl({ named, value, onChange }: JsonControlProps): VNode {
  const [problem, setProblem] = useState('');
  return (
    <>
      <input
        {...named}
        aria-invalid={problem !== ''}
        placeholder="JSON"
        spellcheck={false}
        defaultValue={value === undefined ? '' : JSON.stringify(value)}
        onChange={({ currentTarget }) => {
          try {
            onChange(currentTarget.value.trim() === '' ? undefined : JSON.parse(currentTarget.value));
            setProblem('');
          } catch {
            setProblem('This is no JSON.');
          }
        }}
      />
      {problem && <span class="problem-line">{problem}</span>}
    </>
  );
}
