"""The pages of playbooks: the list, the library, the builder, one playbook, its runs."""
