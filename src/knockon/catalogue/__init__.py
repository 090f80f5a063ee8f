"""What packs hold: actions, menus, behaviours, parameters, sources, each with its citation."""

from knockon.catalogue.checking import Problem, check
from knockon.catalogue.loading import built_in_packs, load
from knockon.catalogue.overriding import parameters
from knockon.catalogue.values import Catalogue

__all__ = ["Catalogue", "Problem", "built_in_packs", "check", "load", "parameters"]
