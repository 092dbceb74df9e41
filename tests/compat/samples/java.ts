// The current Java SDK under a script of ours: the Java sample is built by a tool that package registries do not carry.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleId } from '@jumpseat/directory'
import { GUEST, MEMBER, NO_REPOSITORY, OTHER_MEMBER, type Sample } from '../sample.ts'

const SCRIPTS = join(import.meta.dirname, '../java')

export const javaSamples: readonly Sample[] = [
  {
    ...NO_REPOSITORY,
    name: 'java-current-sdk',
    client: 'microsoft-graph 6.69, azure-identity 1.15',
    language: 'Java',
    exercised:
      'create, PATCH schema, operations, groups and members, PUT, GET, list, addActivities, DELETE, typed errors',
    install: [],
    files: () => ({ 'pom.xml': readFileSync(join(SCRIPTS, 'pom.xml'), 'utf8') }),
    prepare: () => [['mvn', '-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib']],
    env: () => ({ MEMBER_ID: sampleId('user', 'Alina Petrescu'), MEMBER_GROUP_ID: sampleId('group', 'Firmware') }),
    steps: () => [['java', '-cp', 'lib/*', join(SCRIPTS, 'Life.java')]],
    connection: 'javalogs',
    items: () => ['log-1', 'log-2', 'log-3', 'log-4'],
    sees: { [MEMBER]: 'all', [OTHER_MEMBER]: ['log-2', 'log-4'], [GUEST]: 'none' },
    notes: 'A script of ours',
  },
]
