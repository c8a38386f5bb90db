"""All of our tags and filters under one name: ``{% load closeloop %}``."""

from django import template

from core.templatetags import bands, blocks, icons, navigation, numbers, places, when

register = template.Library()

for library in (bands, blocks, icons, navigation, numbers, places, when):
    register.tags.update(library.register.tags)
    register.filters.update(library.register.filters)
