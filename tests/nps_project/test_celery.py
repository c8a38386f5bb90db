from __future__ import annotations

from django.conf import settings

from nps_project.celery import app


def test_beat_rings_only_for_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    rung = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert rung <= set(app.tasks)


def test_beat_rings_expire_before_the_next_one() -> None:
    late = {
        name: entry
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items()
        if entry["options"] != {"expires": entry["schedule"]}
    }

    assert late == {}


def test_tasks_are_doorbells_without_arguments_or_results() -> None:
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}

    assert ours
    assert {name for name, task in ours.items() if task.run.__code__.co_argcount} == set()
    assert settings.CELERY_TASK_IGNORE_RESULT is True
