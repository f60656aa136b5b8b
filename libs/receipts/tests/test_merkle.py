"""The tree of RFC 6962: against the leaves and roots of the Certificate Transparency reference tests, and against the
definition in section 2.1 written out naively."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from netral_receipts import Tree, leaf_hash, node_hash, verify_inclusion

LEAVES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PROOF_OF_0_IN_7 = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e",
]
HASHES = [leaf_hash(entry) for entry in LEAVES]

sizes = st.integers(1, 200)


def naive_root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    left = largest_power_of_two_below(len(leaves))
    return sha256(b"\x01" + naive_root(leaves[:left]) + naive_root(leaves[left:])).digest()


def naive_proof(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    left = largest_power_of_two_below(len(leaves))
    if index < left:
        return [*naive_proof(index, leaves[:left]), naive_root(leaves[left:])]
    return [*naive_proof(index - left, leaves[left:]), naive_root(leaves[:left])]


def largest_power_of_two_below(number: int) -> int:
    power = 1
    while power * 2 < number:
        power *= 2
    return power


def numbered(size: int) -> list[bytes]:
    return [leaf_hash(b"%d" % number) for number in range(size)]


@pytest.mark.parametrize("size", range(9))
def test_the_published_leaves_have_the_published_roots(size):
    assert Tree(HASHES[:size]).root(size).hex() == ROOTS[size]
    assert Tree(HASHES).root(size).hex() == ROOTS[size]


def test_a_proof_is_the_published_one():
    assert [sibling.hex() for sibling in Tree(HASHES).proof(0, 7)] == PROOF_OF_0_IN_7


@given(sizes, st.data())
@settings(deadline=None)
def test_roots_and_proofs_are_those_of_the_definition_at_every_earlier_size(grown, data):
    leaves = numbered(grown)
    size = data.draw(st.integers(1, grown))
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(leaves)
    assert tree.root(size) == naive_root(leaves[:size])
    assert tree.proof(index, size) == naive_proof(index, leaves[:size])


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 11, 16, 33])
def test_every_leaf_of_a_tree_is_proven(size):
    tree = Tree(numbered(size))
    for index, leaf in enumerate(numbered(size)):
        assert verify_inclusion(leaf, index=index, size=size, hashes=tree.proof(index, size), root=tree.root(size))


@given(sizes, st.data())
@settings(deadline=None)
def test_a_proof_holds_for_its_own_index_size_leaf_and_siblings_only(size, data):
    leaves = numbered(size)
    tree = Tree(leaves)
    index = data.draw(st.integers(0, size - 1))
    hashes, root = tree.proof(index, size), tree.root(size)
    other = data.draw(st.integers(-1, size + 1).filter(lambda number: number != index))
    assert not verify_inclusion(leaves[index], index=other, size=size, hashes=hashes, root=root)
    assert not verify_inclusion(leaf_hash(b"forged"), index=index, size=size, hashes=hashes, root=root)
    assert not verify_inclusion(leaves[index], index=index, size=size, hashes=[*hashes, root], root=root)
    if hashes:
        at = data.draw(st.integers(0, len(hashes) - 1))
        assert not verify_inclusion(
            leaves[index], index=index, size=size, hashes=hashes[:at] + hashes[at + 1 :], root=root
        )
        changed = [*hashes[:at], leaf_hash(hashes[at]), *hashes[at + 1 :]]
        assert not verify_inclusion(leaves[index], index=index, size=size, hashes=changed, root=root)


def test_a_way_that_goes_on_above_the_root_proves_nothing():
    leaf, sibling = numbered(2)
    above = node_hash(sibling, leaf)
    assert not verify_inclusion(leaf, index=0, size=1, hashes=[sibling], root=above)


def test_a_node_cannot_pass_for_a_leaf():
    left, right = numbered(2)
    assert leaf_hash(left + right) != node_hash(left, right)


def test_appending_returns_the_index_and_leaves_old_proofs_as_they_were():
    tree = Tree(numbered(5))
    before = tree.root(5), [tree.proof(index, 5) for index in range(5)]
    assert [tree.append(leaf) for leaf in numbered(9)[5:]] == [5, 6, 7, 8]
    assert len(tree) == 9
    assert (tree.root(5), [tree.proof(index, 5) for index in range(5)]) == before


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (0, 4), (3, 4)])
def test_there_is_no_proof_of_a_leaf_outside_the_tree(index, size):
    with pytest.raises(IndexError):
        Tree(numbered(3)).proof(index, size)


@pytest.mark.parametrize("size", [-1, 4])
def test_there_is_no_root_of_a_size_the_tree_never_had(size):
    with pytest.raises(IndexError):
        Tree(numbered(3)).root(size)


def test_a_leaf_hash_of_another_length_is_not_taken():
    with pytest.raises(ValueError, match="32 bytes"):
        Tree([b"short"])
