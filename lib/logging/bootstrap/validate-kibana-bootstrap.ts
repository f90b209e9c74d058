import type { Problem } from '../../model/problem';
import { checkedElsewhere, fitProps, flag, listOf, needed, type Shape, struct, text } from '../../model/shape';
import { shown } from '../../model/shown';
import { DashboardsProduct, type IDashboardsEndpoint } from '../dashboards-endpoint';
import type { KibanaBootstrapProps } from './kibana-bootstrap';
import type { LogDataView } from './saved-objects';
import { BOOTSTRAP, validateBootstrap } from './validate-bootstrap';
import { validateBootstrapEndpoint, validateIsEndpoint } from './validate-endpoint';

const DATA_VIEW: Shape<LogDataView> = {
  title: needed(text('logstash-*')),
  name: text('Logs'),
  timeField: text('@timestamp'),
};

const KIBANA_BOOTSTRAP: Shape<KibanaBootstrapProps> = {
  ...BOOTSTRAP,
  dashboards: checkedElsewhere<IDashboardsEndpoint>('kibana'),
  name: text('kibana-bootstrap'),
  dataViews: listOf(struct(DATA_VIEW)),
  savedObjects: flag(),
};

/** All that is wrong with the props of a KibanaBootstrap, and the namespace that results from them. */
export function validateKibanaBootstrap(props: KibanaBootstrapProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, KIBANA_BOOTSTRAP);
  return [
    ...validateBootstrap(fit, namespace, problems, 'kibana-bootstrap'),
    ...validateDashboardsEndpoint('dashboards', fit.dashboards),
    ...validateDataViews(fit.dataViews),
  ];
}

/** Checks a page that a bootstrap is to set up. */
export function validateDashboardsEndpoint(prop: string, dashboards: IDashboardsEndpoint | undefined): Problem[] {
  const problems = validateIsEndpoint(prop, dashboards, "new Kibana(chart, 'Kibana', { … })");
  if (dashboards === undefined || problems.length > 0) return problems;
  return [
    ...(Object.values(DashboardsProduct).includes(dashboards.product)
      ? []
      : [
          {
            what: `'${prop}.product' is ${shown(dashboards.product)}`,
            fix: "use 'kibana' or 'opensearch-dashboards'",
          },
        ]),
    ...validateBootstrapEndpoint(`${prop}.`, dashboards),
  ];
}

function validateDataViews(dataViews: readonly LogDataView[] | undefined): Problem[] {
  if (dataViews?.length === 0)
    return [
      {
        what: "'dataViews' is empty, so that nothing can be looked at",
        fix: "leave it out, or give such as { title: 'logstash-*' }",
      },
    ];
  const empty = (dataViews ?? []).flatMap(({ name, timeField }, i) =>
    Object.entries({ name, timeField }).flatMap(([setting, value]) =>
      value === undefined || value.trim() !== ''
        ? []
        : [{ what: `'dataViews[${i}].${setting}' is empty`, fix: 'give a text, or leave it out' }],
    ),
  );
  const titles = (dataViews ?? []).map(({ title }) => title);
  return [
    ...empty,
    ...titles.flatMap((title, i) =>
      /^[^\s/\\?"<>|]+$/.test(title)
        ? []
        : [
            {
              what: `'dataViews[${i}].title' is '${title}', which names no indices`,
              fix: "use names and '*', with commas between several, such as 'logstash-*'",
            },
          ],
    ),
    ...[...new Set(titles.filter((title, i) => titles.indexOf(title) !== i))].map((title) => ({
      what: `'dataViews' has '${title}' twice`,
      fix: 'keep one of them',
    })),
  ];
}
