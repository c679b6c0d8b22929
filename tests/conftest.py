"""Hypothesis without a clock: a busy machine is no counter-example."""

from hypothesis import HealthCheck, settings

settings.register_profile("casus", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("casus")
