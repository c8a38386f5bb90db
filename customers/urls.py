"""Addresses of the customers room; one customer's own page is the insights room's."""

from __future__ import annotations

from django.urls import path

from customers.views import (
    acts,
    attributes,
    audiences,
    consent,
    export,
    import_columns,
    import_mappings,
    import_run,
    imports,
    launches,
    listing,
    stages,
)

app_name = "customers"
urlpatterns = [
    path("", listing.customers, name="list"),
    path("columns/", listing.choose_columns, name="columns"),
    path("export/", export.export, name="export"),
    path("stages/", stages.stages, name="stages"),
    path("stages/moves/", stages.moves, name="moves"),
    path("stages/thresholds/", stages.thresholds, name="thresholds"),
    path("audiences/", audiences.listed, name="audiences"),
    path("audiences/new/", audiences.new, name="audience_new"),
    path("audiences/<int:pk>/", audiences.edit, name="audience"),
    path("audiences/<int:pk>/duplicate/", audiences.duplicate, name="audience_duplicate"),
    path("audiences/<int:pk>/delete/", audiences.delete, name="audience_delete"),
    path("launches/", launches.listed, name="launches"),
    path("launches/new/", launches.new, name="launch_new"),
    path("launches/<int:pk>/", launches.detail, name="launch"),
    path("launches/<int:pk>/withdraw/", launches.withdraw, name="launch_withdraw"),
    path("attributes/", attributes.listed, name="attributes"),
    path("attributes/<int:pk>/", attributes.edit, name="attribute"),
    path("attributes/<int:pk>/forget/", attributes.forget, name="attribute_forget"),
    path("<int:pk>/manage/", acts.manage, name="manage"),
    path("<int:pk>/event/", acts.record, name="record"),
    path("<int:pk>/block/", acts.block, name="block"),
    path("<int:pk>/unblock/", acts.unblock, name="unblock"),
    path("<int:pk>/opt-in/", consent.opt_in, name="opt_in"),
    path("<int:pk>/opt-in/withdraw/", consent.opt_in_withdraw, name="opt_in_withdraw"),
    path("<int:pk>/pause/", consent.pause, name="pause"),
    path("<int:pk>/pause/end/", consent.pause_end, name="pause_end"),
    path("<int:pk>/data/", consent.data, name="data"),
    path("<int:pk>/erase/", acts.erase, name="erase"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.new, name="import_new"),
    path("imports/<int:pk>/", import_run.detail, name="import_detail"),
    path("imports/<int:pk>/stop/", import_run.stop, name="import_stop"),
    path("imports/<int:pk>/resume/", import_run.resume, name="import_resume"),
    path("imports/<int:pk>/discard/", import_run.discard, name="import_discard"),
    path("imports/<int:pk>/rehearse/", import_columns.rehearse, name="import_rehearse"),
    path("imports/<int:pk>/save/", import_columns.save, name="import_save"),
    path("imports/<int:pk>/rejected.csv", import_run.rejected, {"suffix": "csv"}, name="import_rejected"),
    path(
        "imports/<int:pk>/rejected.xlsx", import_run.rejected, {"suffix": "xlsx"}, name="import_rejected_xlsx"
    ),
    path("imports/mappings/", import_mappings.listed, name="import_mappings"),
    path("imports/mappings/<int:pk>/", import_mappings.detail, name="import_mapping"),
    path("imports/mappings/<int:pk>/delete/", import_mappings.delete, name="import_mapping_delete"),
]
