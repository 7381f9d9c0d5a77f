/**
 * Writes the playbook that deploys a registries.yaml to one node after the other, and takes it back where k3s does not start
 * with it. It runs with ansible-core 2.14 and later.
 *
 * Sources: docs/how-k3s-reads-it/file.md#failure, docs/how-k3s-reads-it/generated-files.md,
 * https://docs.ansible.com/ansible/latest/playbook_guide/playbooks_blocks.html.
 *
 * @param content the text as a YAML scalar, whose lines are indented by 14
 */
export function ansiblePlaybook(content: string, product: "k3s" | "rke2"): string {
  const path = `/etc/rancher/${product}/registries.yaml`;
  const config = `/var/lib/rancher/${product}/agent/etc/containerd/config.toml`;
  const name = product === "k3s" ? "k3s" : "RKE2";
  const services = product === "k3s" ? "k3s(-.+)?" : "rke2-(server|agent)";
  // With "serial: 1", Ansible stops at a node that fails or can't be reached; with any_errors_fatal as well, it counts a node
  // that can't be reached twice, and goes on: https://github.com/ansible/ansible/blob/v2.19.0/lib/ansible/executor/playbook_executor.py
  // The text is not last: ansible-core 2.19 prints the two lines before a task that fails.
  // systemctl waits without a limit for a k3s that can't read its file, and OpenRC does not wait at all.
  return `# Writes registries.yaml on one node after the other, and restarts ${name} where the file has changed. If ${name} does not start
# with it, the node gets its old file back, and no other node is touched.
#   ansible-playbook -i INVENTORY PLAYBOOK --check   # shows which nodes would change
#   ansible-playbook -i INVENTORY PLAYBOOK -e 'nodes=agent[0]:server:agent'   # groups, in this order; by default all nodes
- name: Deploy registries.yaml
  hosts: "{{ nodes | default('all') }}"
  serial: 1
  gather_facts: false
  become: true
  vars:
    seconds: 180 # to start and to become Ready
    services: "{{ ansible_facts.services.values() | selectattr('name', 'match', '${services}(\\\\.service)?$') | list }}"
    running: "{{ services | selectattr('state', 'in', ['running', 'started']) | map(attribute='name') | list }}"
    enabled: "{{ services | selectattr('status', 'defined') | selectattr('status', 'eq', 'enabled') | map(attribute='name') | list }}"
    unit: "{{ (running or enabled) | join(' ') }}"
    systemd: "{{ 'systemd' in ansible_facts.services.values() | map(attribute='source') }}"
    restart: "timeout {{ seconds }} {{ 'systemctl restart ' ~ unit if systemd | bool else 'rc-service ' ~ unit ~ ' restart' }}"
    before: "{{ old.results[0].stat }}"
    due: "{{ before.exists and old.results[1].stat.exists and before.mtime > old.results[1].stat.mtime }}" # not read yet
    restarts: "{{ written is changed and (written.backup_file is defined or not before.exists) or due | bool }}"
  tasks:
    - name: Find the service
      ansible.builtin.service_facts:
    - name: Check that there is one
      ansible.builtin.assert:
        that: unit is match('[^ ]+$')
        quiet: true
        fail_msg: >-
          {{ 'Several services: ' ~ unit ~ '. Choose one with -e unit=NAME.' if unit
          else 'No service of ${name} runs here or is enabled. Leave this node out with --limit.' }}
    - name: Create the folder
      ansible.builtin.file:
        path: /etc/rancher/${product}
        state: directory
        mode: "0755"
    - name: Look for an old file, and when one was read
      ansible.builtin.stat:
        path: "{{ item }}"
        get_checksum: false
      loop:
        - ${path}
        - ${config}
      register: old
    - name: Write the file and start with it
      block:
        - name: Write registries.yaml
          no_log: true
          ansible.builtin.copy:
            content: ${content}            dest: ${path}
            owner: root
            group: root
            mode: "0600"
            backup: true
          register: written
        - name: Restart, with a time limit
          ansible.builtin.command: "{{ restart }}"
          changed_when: true
          when: restarts | bool
        - name: Wait until the file is read, and the node is Ready where kubectl is
          ansible.builtin.shell: |
            export PATH="$PATH:/usr/local/bin:/var/lib/rancher/rke2/bin" KUBECONFIG=/etc/rancher/${product}/${product}.yaml
            config=${config}
            test ! -e $config || test -n "$(find $config -newer ${path})" || exit 1
            test -r $KUBECONFIG && command -v kubectl > /dev/null || exit 0
            node=$(awk '{ print tolower($0) }' /proc/sys/kernel/hostname)
            ready=$(kubectl get node "$node" --ignore-not-found -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}') &&
              test "\${ready:-True}" = True
          when: restarts | bool
          changed_when: false
          register: ready
          until: ready is success
          retries: "{{ (seconds | int) // 3 }}"
          delay: 3
        - name: Let only root read the backup
          ansible.builtin.file:
            path: "{{ written.backup_file }}"
            mode: "0600"
          when: written.backup_file is defined
      rescue:
        - name: Look for the reason in the log
          ansible.builtin.command: "{{ 'journalctl -n 200 -o cat --no-pager -u ' ~ unit if systemd | bool else 'tail -n 200 /var/log/' ~ unit ~ '.log' }}"
          no_log: true
          when: restarts | bool
          changed_when: false
          failed_when: false
          register: log
        - name: Put the old file back
          ansible.builtin.command:
            argv: [mv, -f, "{{ written.backup_file }}", ${path}]
          changed_when: true
          when: written.backup_file is defined
        - name: Remove the file, because there was none
          ansible.builtin.file:
            path: ${path}
            state: absent
          when: written is changed and not before.exists
        - name: Restart without the new file
          ansible.builtin.command: "{{ restart }}"
          changed_when: true
          when: restarts | bool
          failed_when: false
          register: again
        - name: Say what happened
          ansible.builtin.fail:
            msg: >-
              {{ inventory_hostname }}: {{ 'the file could not be written: ' ~ ansible_failed_result.msg if written is failed
              else unit ~ ' did not become ready with the new file, so the node has its old state again. '
              ~ ('' if again.rc == 0 else unit ~ ' does not start with that either. ')
              ~ log.stdout_lines | select('search', 'Waiting to retrieve|level=fatal') | list | last | default('')
              | regex_replace('![^ ]* \`.*?\`(?= into | as )', '…') | truncate(500) }}
`;
}
