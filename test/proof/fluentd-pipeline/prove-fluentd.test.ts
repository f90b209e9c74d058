import type { FluentdConfig, FluentdStep } from '../../../lib/config/fluentd/config';
import { validateFluentd } from '../../../lib/config/fluentd/validate';
import { proveFluentd } from '../../../lib/proof/fluentd-pipeline/prove-fluentd';
import { config, elasticsearch, LABELS, nothing, tail, withSource } from '../../config/fluentd/configs';

const said = (given: FluentdConfig) => proveFluentd(given).map(({ what, fix }) => `${what}; ${fix}`);
const to = ($tag: string, $id?: string): FluentdStep => ({ match: { $type: 'null', $tag, ...($id ? { $id } : {}) } });
const filter = ($tag: string): FluentdStep => ({ filter: { $type: 'record_transformer', $id: `of ${$tag}`, $tag } });
const relabel = ($tag: string, $label: string): FluentdStep => ({ match: { $type: 'relabel', $tag, $label } });
const label = ($name: string, ...steps: FluentdStep[]) => ({ label: { $name, config: steps } });
const forward = { $type: 'forward', $id: 'in' } as const;
const SHOP = 'kube.var.log.containers.**_shop_*.log';
const ORPHAN = "add an output for them behind the others, such as { match: { $type: 'null', $tag: '**' } }";

it.each<readonly [string, FluentdConfig]>([
  ['one output', config()],
  ['filters in front of it', config(filter('kube.**'), filter(SHOP), { match: elasticsearch })],
  ['an output for some, and one for the rest', config(to(SHOP), to('**'))],
  ['tags from elsewhere', withSource(forward, filter('kube.**'), to('kube.{a,b}.**'))],
  [
    'labels',
    { config: [{ source: { ...tail, $label: '@X' } }, label('@X', filter('kube.**'), to('kube.**')), ...LABELS] },
  ],
  [
    'labels behind labels',
    {
      config: [
        { source: tail },
        relabel('kube.**', '@X'),
        label('@X', to(SHOP), relabel('**', '@Y')),
        label('@Y', to('kube.var.**')),
        ...LABELS,
      ],
    },
  ],
  [
    'lines that were waited for in vain',
    {
      config: [
        { source: tail },
        { filter: { $type: 'concat', $tag: 'kube.**', key: 'message', n_lines: 2, timeout_label: '@REST' } },
        relabel('**', '@REST'),
        label('@REST', to('**')),
        ...LABELS,
      ],
    },
  ],
  [
    'tags that are made of records',
    {
      config: [
        { source: tail },
        {
          match: {
            $type: 'rewrite_tag_filter',
            $tag: 'kube.**',
            rule: [
              { key: 'path', pattern: '/^(.+)_(.+)$/', tag: 'kube.$2.$1', label: '@NAMED' },
              { key: 'path', pattern: '/^/', tag: 'kube.unknown', label: '@NAMED' },
            ],
          },
        },
        label('@NAMED', to('kube.shop.**'), to('kube.unknown'), to('kube.*.**')),
        ...LABELS,
      ],
    },
  ],
])('has nothing against %s', (_, given) => {
  expect(validateFluentd(given).concat(proveFluentd(given))).toEqual([]);
});

const WRONG: readonly (readonly [title: string, given: FluentdConfig, ...messages: string[]])[] = [
  [
    'tags that no output takes',
    config(to(SHOP)),
    `no output takes records of source 'containers' with the tag 'kube.var.log.containers..log'; ${ORPHAN}`,
  ],
  [
    'tags from elsewhere that no output takes',
    { config: [{ source: forward }, to('kube.**'), ...LABELS] },
    `no output takes records of source 'in' with the tag ''; ${ORPHAN}`,
  ],
  [
    'tags that no output of a label takes',
    { config: [{ source: { ...tail, $label: '@X' } }, label('@X', to(SHOP)), ...LABELS] },
    `no output takes records of source 'containers' with the tag 'kube.var.log.containers..log' in label '@X'; ${ORPHAN}`,
  ],
  [
    'an output behind one that takes all',
    config({ match: elasticsearch }, to(SHOP)),
    `match 'elasticsearch' takes all records for match null of '${SHOP}'; put it in front`,
  ],
  [
    'an output behind two that take all of it',
    config(to('kube.var.log.containers.a*.log kube.var.**'), to(SHOP, 'shop')),
    "match null of 'kube.var.log.containers.a*.log kube.var.**' takes all records for match 'shop'; put it in front",
  ],
  [
    'a filter behind the output',
    config({ match: elasticsearch }, filter('kube.**')),
    "match 'elasticsearch' takes all records for filter 'of kube.**'; put it in front",
  ],
  [
    'a filter of tags that there are not',
    config(filter('kubernetes.**'), { match: elasticsearch }),
    "no record has a tag for filter 'of kubernetes.**'; compare its '$tag' with the tags of the inputs, or leave it out",
  ],
  [
    'a star that is taken to stand for dots',
    config(to('kube.*', 'short'), { match: elasticsearch }),
    "no record has a tag for match 'short'; compare its '$tag' with the tags of the inputs, or leave it out",
  ],
  [
    'a comma',
    config(to('kube.a.**,kube.b.**'), { match: elasticsearch }),
    "match null of 'kube.a.**,kube.b.**' chooses tags by 'kube.a.**,kube.b.**', where a comma is a character of the tag; write 'kube.a.** kube.b.**'",
  ],
  [
    'a regular expression',
    config(to('/kube.(a|b)/')),
    "match null of '/kube.(a|b)/' chooses tags by the regular expression '/kube.(a|b)/', which is not followed here; write it with '*', '**' and '{a,b}', as in 'kube.{shop,payments}.**'",
  ],
  [
    'braces in braces',
    config(to('kube.{a,{b,c}}.**')),
    "match null of 'kube.{a,{b,c}}.**' chooses tags by 'kube.{a,{b,c}}.**', whose braces are not closed, or one within the other; write them as in 'kube.{shop,payments}.**'",
  ],
  ['no tags', config(to(' ')), "match null of ' ' has an empty '$tag'; say which tags it takes, such as 'kube.**'"],
  [
    'circles',
    {
      config: [
        { source: tail },
        relabel('**', '@X'),
        label('@X', relabel('**', '@Y')),
        label('@Y', relabel('**', '@X')),
        ...LABELS,
      ],
    },
    "records of source 'containers' go round in circles: @ROOT > @X > @Y > @X; send them to a label that they have not been in",
  ],
  [
    'its own log in an output',
    { config: [{ source: forward }, to('**', 'all'), LABELS[0] as (typeof LABELS)[number]] },
    "match 'all' takes what Fluentd itself logs: an output that fails would feed itself; add { label: { $name: '@FLUENT_LOG', config: [{ match: { $type: 'null', $tag: '**' } }] } }",
  ],
  [
    'an own log that is not all taken',
    {
      config: [
        { source: tail },
        { match: nothing },
        LABELS[0] as (typeof LABELS)[number],
        label('@FLUENT_LOG', to('fluent.{warn,error,fatal}')),
      ],
    },
    `no output takes records of what Fluentd itself logs with the tag 'fluent.debug' in label '@FLUENT_LOG'; ${ORPHAN}`,
  ],
];

it.each(WRONG.map(([title, given, ...messages]) => ({ title, given, messages })))('refuses $title', (row) => {
  expect(said(row.given)).toEqual(row.messages);
});

it('follows a thousand routes', () => {
  const routes = Array.from({ length: 1000 }, (_, i) => to(`kube.team-${i}.**`));
  expect(proveFluentd({ config: [{ source: forward }, ...routes, to('**'), ...LABELS] })).toEqual([]);
}, 60_000);
