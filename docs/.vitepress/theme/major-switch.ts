import { defineComponent, h, onMounted, ref, type DefineComponent } from 'vue';
import { majors } from '../majors.ts';

/** Under which the reader's choice is remembered; the script in the head of each page reads it before anything is painted. */
const key = 'ai-sdk-major';

/** Picks the major of the AI SDK for which all pieces of code are shown. */
export const MajorSwitch: DefineComponent = defineComponent({
  name: 'MajorSwitch',
  setup() {
    const chosen = ref(String(majors[0]));
    onMounted(() => {
      chosen.value = document.documentElement.dataset['aiSdk'] ?? chosen.value;
    });
    const choose = (event: Event): void => {
      if (!(event.target instanceof HTMLSelectElement)) return;
      chosen.value = event.target.value;
      document.documentElement.dataset['aiSdk'] = chosen.value;
      localStorage.setItem(key, chosen.value);
      for (const other of document.querySelectorAll<HTMLSelectElement>('.major-switch select')) {
        other.value = chosen.value;
      }
    };
    return () =>
      h('label', { class: 'major-switch' }, [
        h('span', 'AI SDK'),
        h(
          'select',
          { value: chosen.value, onChange: choose, title: 'Major of the AI SDK in all code of this site' },
          majors.map(major => h('option', { value: String(major) }, String(major))),
        ),
      ]);
  },
});
