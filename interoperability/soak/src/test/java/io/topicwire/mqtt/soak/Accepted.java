package io.topicwire.mqtt.soak;

import java.util.BitSet;

/**
 * What one publisher was about to publish, and what of that its client has accepted.
 */
final class Accepted {

	private final BitSet intended = new BitSet();

	private final BitSet done = new BitSet();

	private final JournalReader journal;

	Accepted(JournalReader journal) {
		this.journal = journal;
	}

	void read() {
		this.journal.read(this::line);
	}

	private void line(String line) {
		String[] parts = line.split(" ");
		(parts[0].equals(PublisherProcess.DONE) ? this.done : this.intended).set(Integer.parseInt(parts[1]));
	}

	BitSet messages() {
		return this.done;
	}

	/**
	 * Return of how many messages nobody knows whether they were accepted.
	 */
	int uncertain() {
		return this.intended.cardinality() - this.done.cardinality();
	}

}
