import { refuses, route, routing, unchecked } from './tools';

describe('AlertRouting refuses, of times, inhibition and templates,', () => {
  refuses([
    [
      'a time interval by its name',
      route({ muteTimeIntervals: [unchecked('weekend')] }),
      "chart/Routing: 'routes[0].muteTimeIntervals[0]' is 'weekend', which is no object; give one such as { name: 'weekend', timeIntervals: [{ times: [{ startTime: '09:00', endTime: '18:00' }] }] }",
    ],
    [
      'a time interval without times',
      route({ muteTimeIntervals: [{ name: 'weekend', timeIntervals: [] }] }),
      "chart/Routing: time interval 'weekend': holds no times; add a range to its timeIntervals",
    ],
    [
      'a day that no week has',
      route({ muteTimeIntervals: [{ name: 'weekend', timeIntervals: [{ weekdays: ['caturday'] }] }] }),
      "chart/Routing: time interval 'weekend': range 1: 'weekdays' has 'caturday'; use one, or a range such as 'monday:friday'",
    ],
    [
      'days across the end of the week',
      route({ muteTimeIntervals: [{ name: 'weekend', timeIntervals: [{ weekdays: ['saturday:sunday'] }] }] }),
      "chart/Routing: time interval 'weekend': range 1: 'weekdays' has 'saturday:sunday', which ends before it starts; give it as two entries, because a week goes from sunday to saturday here",
    ],
    [
      'a time of another clock',
      route({
        activeTimeIntervals: [{ name: 'office', timeIntervals: [{ times: [{ startTime: '9am', endTime: '17:00' }] }] }],
      }),
      "chart/Routing: time interval 'office': range 1: 'startTime' is '9am'; use a time from '00:00' to '24:00', such as '09:00'",
    ],
    [
      'times across midnight',
      route({
        activeTimeIntervals: [
          { name: 'night', timeIntervals: [{ times: [{ startTime: '22:00', endTime: '06:00' }] }] },
        ],
      }),
      "chart/Routing: time interval 'night': range 1: 'times' go from '22:00' to '06:00'; split at midnight what spans it: '22:00' to '24:00' and '00:00' to '06:00'",
    ],
    [
      'a day of the month that is none',
      route({ muteTimeIntervals: [{ name: 'pay', timeIntervals: [{ daysOfMonth: ['32'] }] }] }),
      "chart/Routing: time interval 'pay': range 1: 'daysOfMonth' has '32'; use days from '1' to '31', or '-1' for the last one of the month, or a range such as '1:7' or '-3:-1'",
    ],
    [
      'a day of the month as a number',
      route({ muteTimeIntervals: [{ name: 'pay', timeIntervals: [{ daysOfMonth: [unchecked(1)] }] }] }),
      "chart/Routing: 'routes[0].muteTimeIntervals[0].timeIntervals[0].daysOfMonth[0]' is 1, which is no text; use a text such as '1:7'",
    ],
    [
      'a month that is none',
      route({ muteTimeIntervals: [{ name: 'xmas', timeIntervals: [{ months: ['13'] }] }] }),
      "chart/Routing: time interval 'xmas': range 1: 'months' has '13'; use one, or a range such as 'january:march'",
    ],
    [
      'a time zone that is none',
      route({ muteTimeIntervals: [{ name: 'office', timeIntervals: [{ years: ['2030'], location: 'CEST+1' }] }] }),
      "chart/Routing: time interval 'office': range 1: 'location' is 'CEST+1', which is no time zone; use a name of the IANA database, such as 'Europe/Berlin'",
    ],
    [
      'two intervals of one name',
      route({
        muteTimeIntervals: [
          { name: 'a', timeIntervals: [{ years: ['2030'] }] },
          { name: 'a', timeIntervals: [{ years: ['2031'] }] },
        ],
      }),
      "chart/Routing: two different time intervals are named 'a'; give one of them another name",
    ],
    [
      'an inhibition of everything',
      routing({ inhibitRules: [{ sourceMatchers: [], targetMatchers: ['severity="info"'] }] }),
      "chart/Routing: inhibit rule 1: 'sourceMatchers' is empty, which takes every alert; narrow it, such as 'severity=\"critical\"', or say that you mean every alert: 'alertname!=\"\"'",
    ],
    [
      'an inhibition of itself',
      routing({ inhibitRules: [{ sourceMatchers: ['a="b"'], targetMatchers: ['a="b"'] }] }),
      'chart/Routing: inhibit rule 1: source and target take the same alerts, which then silence nothing; make them differ, such as \'severity="critical"\' as the source and \'severity=~"warning|info"\' as the target',
    ],
    [
      'an inhibition without targets',
      routing({ inhibitRules: [unchecked({ sourceMatchers: ['a="b"'] })] }),
      "chart/Routing: 'inhibitRules[0].targetMatchers' is not set; set it, such as ['severity=\"critical\"']",
    ],
    [
      'an inhibition by labels in one text',
      routing({
        inhibitRules: [{ sourceMatchers: ['a="b"'], targetMatchers: ['c="d"'], equal: unchecked('namespace') }],
      }),
      "chart/Routing: 'inhibitRules[0].equal' is 'namespace', which is no list; give one such as ['namespace']",
    ],
    [
      'a template file of another ending',
      routing({ templates: { 'team.txt': '' } }),
      "chart/Routing: 'templates' has a file 'team.txt'; name it with letters, digits, '-', '_', '.' and the ending '.tmpl', such as 'team.tmpl'",
    ],
    [
      'a template that is no text',
      routing({ templates: { 'team.tmpl': unchecked(7) } }),
      "chart/Routing: 'templates.team.tmpl' is 7, which is no text; use a text such as '{{ define \"team.title\" }}{{ .CommonLabels.alertname }}{{ end }}'",
    ],
    [
      'a broken template',
      routing({ templates: { 'team.tmpl': '{{ define "a" }}{{ .Labels }}' } }),
      "chart/Routing: template file 'team.tmpl', line 1: 'define' is not closed; close it with '{{ end }}'",
    ],
    [
      'a literal credential',
      routing({ global: { slack_api_url: 'https://hooks.example.com/T0/B0/x' } }),
      "chart/Routing: global: 'slack_api_url' holds a literal credential; use 'slack_api_url_file', the path of a mounted Secret",
    ],
    [
      'an unknown global setting',
      routing({ global: { smtp_smart_host: 'smtp.example.com:587' } }),
      "chart/Routing: global: 'smtp_smart_host' is no setting that Alertmanager knows there; use one such as 'smtp_smarthost'",
    ],
    [
      'default rules by a word',
      routing({ defaultInhibitRules: unchecked('no') }),
      "chart/Routing: 'defaultInhibitRules' is 'no', which is neither true nor false; use true or false",
    ],
  ]);
});
