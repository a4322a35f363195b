#!/usr/bin/env python3
"""Fit topic-pairs.tsv: what single characters and pairs say of the built-in topics.

    cargo run --release --example evaluate -- phrases > scores.tsv
    pip install scikit-learn==1.7.2
    data/fit-topics.py scores.tsv

scores.tsv has a line for each labelled passage that may be learned from (topics-train, topics-develop and
the examples of topics.toml, never topics-measured): the topic it is judged for or `all`, its topics, its
plain text, and what the phrases of the taxonomy say for each topic. A linear support vector machine for
each topic weighs these together with the tf-idf of characters and pairs; the weights are divided by that
of the phrases, so that both add up to the evidence that the taxonomy counts in.
"""

import re
import sys
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

HERE = Path(__file__).resolve().parent
# How strongly phrases are told from pairs, and how much of them counts at most.
PHRASES, MOST = 0.3, 2.0
# A passage that carries a topic counts as so many that do not.
RARE = 5
# Pairs in fewer passages are chance; smaller weights, of 127, are left out.
FEWEST, SMALLEST = 4, 14


def features(text):
    text = re.sub(r"[0-9.]+", "0", text)
    han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    fits = [("\u4e00" <= c <= "\u9fff") or c.isalnum() for c in text]
    return han + [text[at : at + 2] for at in range(len(text) - 1) if fits[at] and fits[at + 1]]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")[3:]
    rows = [line.split("\t") for line in lines[1:]]
    vectorizer = TfidfVectorizer(analyzer=features, min_df=FEWEST, sublinear_tf=True)
    pairs = vectorizer.fit_transform(row[2] for row in rows)
    scores = np.minimum(np.array([[float(score) for score in row[3:]] for row in rows]), MOST)
    offsets, weights = [], []
    for at, name in enumerate(names):
        judged = np.array([row[0] in ("all", name) for row in rows])
        right = np.array([name in row[1].split(";") for row in rows])
        own = sparse.csr_matrix(PHRASES * scores[:, at][:, None])
        all_features = sparse.hstack([pairs, own]).tocsr()
        model = LinearSVC(C=1.0, class_weight={True: RARE, False: 1}, random_state=0)
        model.fit(all_features[judged], right[judged])
        of_phrases = model.coef_[0][-1] * PHRASES
        weights.append(model.coef_[0][:-1] * vectorizer.idf_ / of_phrases)
        # The margin is 0 where the evidence is 1.
        offsets.append(1 + model.intercept_[0] / of_phrases)
    weights = np.array(weights)
    unit = np.percentile(np.abs(weights), 99.95) / 127
    small = np.clip(np.round(weights / unit), -127, 127).astype(int)
    out = [
        "# What characters and pairs say of the built-in topics: unit of the weights; topics with what each",
        "# starts from; then character or pair, idf, and place of a topic:weight.",
        f"# Made by fit-topics.py from {len(rows)} passages; do not edit by hand.",
        f"unit\t{unit:.6f}",
    ]
    out += [f"topic\t{name}\t{offset:.4f}" for name, offset in zip(names, offsets)]
    for feature, at in sorted(vectorizer.vocabulary_.items()):
        said = [f"{topic}:{w}" for topic, w in enumerate(small[:, at]) if abs(w) >= SMALLEST]
        out.append(f"{feature}\t{vectorizer.idf_[at]:.2f}\t{' '.join(said)}")
    (HERE / "topic-pairs.tsv").write_text("\n".join(out) + "\n", encoding="utf-8")
    print(f"{len(out)} lines, unit {unit:.4f}")


if __name__ == "__main__":
    main()
