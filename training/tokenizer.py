"""The bilingual WordPiece tokenizer."""

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from ingest.folding import TONE_PAIRS

UNKNOWN = "[UNK]"
PADDING = "[PAD]"


def train_tokenizer(texts: Iterable[str], vocabulary: int) -> Tokenizer:
    """Return a WordPiece tokenizer of at most `vocabulary` tokens trained on `texts`.

    NFC, lower case and one placement of tone marks (hoà → hòa) are part of the tokenizer, so that
    every reader of the model folder normalises alike.
    """
    tokenizer = Tokenizer(models.WordPiece(unk_token=UNKNOWN))
    tones = [normalizers.Replace(Regex(rf"(?<!q){old}(?!\p{{L}})"), new) for old, new in TONE_PAIRS.items()]
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase(), *tones])
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=vocabulary, special_tokens=[PADDING, UNKNOWN], show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer
