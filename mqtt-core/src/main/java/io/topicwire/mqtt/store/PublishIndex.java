package io.topicwire.mqtt.store;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Knows in which group a message is that is not finished, and which groups have changed.
 */
final class PublishIndex {

	private final Map<Long, PublishGroup.Member> members = new HashMap<>();

	private final Set<PublishGroup> changed = new LinkedHashSet<>();

	private long underWay;

	private long bytes;

	/**
	 * Add a message of a group that is not finished.
	 */
	void add(PublishGroup.Member member) {
		this.members.put(member.number(), member);
		this.underWay += member.progress().isUnderWay() ? 1 : 0;
	}

	/**
	 * Add the messages of a group that are not finished.
	 */
	void add(PublishGroup group) {
		this.bytes += group.size();
		for (PublishGroup.Member member : group.members()) {
			if (!member.progress().equals(PublishProgress.FINISHED)) {
				add(member);
			}
		}
	}

	/**
	 * Take note of how far a message is. One that is not there is of no interest.
	 */
	void update(long number, UnaryOperator<PublishProgress> step) {
		PublishGroup.Member member = this.members.get(number);
		if (member == null) {
			return;
		}
		this.underWay -= member.progress().isUnderWay() ? 1 : 0;
		member.progress(step.apply(member.progress()));
		this.underWay += member.progress().isUnderWay() ? 1 : 0;
		this.changed.add(member.group());
		if (member.progress().equals(PublishProgress.FINISHED)) {
			this.members.remove(number);
		}
	}

	/**
	 * Take note of how large the record of a group is.
	 */
	void written(PublishGroup group, int size) {
		group.size(size);
		this.bytes += size;
	}

	void removed(PublishGroup group) {
		this.bytes -= group.size();
	}

	/**
	 * Return the groups of which something has changed since the last call.
	 */
	List<PublishGroup> takeChanged() {
		List<PublishGroup> taken = List.copyOf(this.changed);
		this.changed.clear();
		return taken;
	}

	void clear() {
		this.members.clear();
		this.changed.clear();
		this.underWay = 0;
		this.bytes = 0;
	}

	/**
	 * Return how many messages are not finished.
	 */
	long count() {
		return this.members.size();
	}

	/**
	 * Return how many of them are under way.
	 */
	long underWay() {
		return this.underWay;
	}

	/**
	 * Return the size of all records with contents.
	 */
	long bytes() {
		return this.bytes;
	}

}
