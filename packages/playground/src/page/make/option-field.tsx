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
  const helpId = useId();
  return (
    <label class="field option">
      <span class="label">{field.label}</span>
      <Control field={field} value={value} onChange={onChange} helpId={helpId} />
      <span class="quiet small" id={helpId}>
        {field.help}
      </span>
    </label>
  );
}

function Control({ field, value, onChange, helpId }: OptionFieldProps & { helpId: string }): VNode {
  switch (field.kind) {
    case 'choice':
      return (
        <Choices
          helpId={helpId}
          value={typeof value === 'string' ? value : ''}
          choices={field.choices ?? []}
          onChange={text => onChange(text === '' ? undefined : text)}
        />
      );
    case 'flag':
      return (
        <Choices
          helpId={helpId}
          value={value === undefined ? '' : String(value)}
          choices={['true', 'false']}
          onChange={text => onChange(text === '' ? undefined : text === 'true')}
        />
      );
    case 'number':
      return (
        <input
          type="number"
          aria-describedby={helpId}
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
          aria-describedby={helpId}
          value={typeof value === 'string' ? value : ''}
          onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
        />
      );
    case 'choices':
      return (
        <select
          multiple
          aria-describedby={helpId}
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
      return <JsonControl helpId={helpId} value={value} onChange={onChange} />;
    default:
      return field.kind satisfies never;
  }
}

interface ChoicesProps {
  readonly helpId: string;
  readonly value: string;
  readonly choices: readonly string[];
  readonly onChange: (value: string) => void;
}

function Choices({ helpId, value, choices, onChange }: ChoicesProps): VNode {
  return (
    <select aria-describedby={helpId} value={value} onChange={event => onChange(event.currentTarget.value)}>
      <option value="">default</option>
      {choices.map(choice => (
        <option key={choice} value={choice}>
          {choice === 'true' ? 'yes' : choice === 'false' ? 'no' : choice}
        </option>
      ))}
    </select>
  );
}

type JsonControlProps = Pick<OptionFieldProps, 'value' | 'onChange'> & { readonly helpId: string };

/** For what no other control fits. */
function JsonControl({ helpId, value, onChange }: JsonControlProps): VNode {
  const [problem, setProblem] = useState('');
  return (
    <>
      <input
        aria-describedby={helpId}
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
