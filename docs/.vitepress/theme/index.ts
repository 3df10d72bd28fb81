import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { h } from 'vue';
import { MajorSwitch } from './major-switch.ts';

const theme: Theme = {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, undefined, {
      'nav-bar-content-after': () => h(MajorSwitch),
      'nav-screen-content-after': () => h(MajorSwitch),
    }),
};

export default theme;
