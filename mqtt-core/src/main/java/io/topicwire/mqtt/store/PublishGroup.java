package io.topicwire.mqtt.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages whose contents share a record, because that is much faster than one for each,
 * and how far each of them is, which is another record. Both go when all of them are
 * finished.
 */
final class PublishGroup {

	// Damage to a record costs all of them
	static final int MOST_MESSAGES = 32;

	static final int MOST_BYTES = 64 * 1024;

	private final List<Member> members = new ArrayList<>();

	private int unfinished;

	private int size;

	Member add(long number, PublishProgress progress) {
		Member member = new Member(this, number, progress);
		this.members.add(member);
		this.unfinished += progress.equals(PublishProgress.FINISHED) ? 0 : 1;
		return member;
	}

	/**
	 * Return the number that both records are found by.
	 */
	long key() {
		return this.members.get(0).number();
	}

	List<Member> members() {
		return this.members;
	}

	boolean isFinished() {
		return this.unfinished == 0;
	}

	/**
	 * Return the size of the record with the contents.
	 */
	int size() {
		return this.size;
	}

	void size(int size) {
		this.size = size;
	}

	/**
	 * One of the messages.
	 */
	static final class Member {

		private final PublishGroup group;

		private final long number;

		private PublishProgress progress;

		private Member(PublishGroup group, long number, PublishProgress progress) {
			this.group = group;
			this.number = number;
			this.progress = progress;
		}

		PublishGroup group() {
			return this.group;
		}

		long number() {
			return this.number;
		}

		PublishProgress progress() {
			return this.progress;
		}

		void progress(PublishProgress progress) {
			this.progress = progress;
			this.group.unfinished -= progress.equals(PublishProgress.FINISHED) ? 1 : 0;
		}

	}

}
