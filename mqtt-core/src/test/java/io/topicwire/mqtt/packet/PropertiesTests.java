package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.UserProperty;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Properties}.
 */
class PropertiesTests {

	private static final UserProperty FIRST = new UserProperty("k", "1");

	private static final UserProperty SECOND = new UserProperty("k", "2");

	@Test
	void getReturnsTheFirstValue() {
		Properties properties = Properties.builder()
			.add(Property.USER_PROPERTY, FIRST)
			.add(Property.RECEIVE_MAXIMUM, 5)
			.add(Property.USER_PROPERTY, SECOND)
			.build();
		assertThat(properties.get(Property.USER_PROPERTY)).isEqualTo(FIRST);
		assertThat(properties.getAll(Property.USER_PROPERTY)).containsExactly(FIRST, SECOND);
		assertThat(properties.get(Property.RECEIVE_MAXIMUM, 65535)).isEqualTo(5);
		assertThat(properties.get(Property.TOPIC_ALIAS_MAXIMUM, 0)).isZero();
		assertThat(properties.get(Property.TOPIC_ALIAS_MAXIMUM)).isNull();
		assertThat(properties.getAll(Property.REASON_STRING)).isEmpty();
		assertThat(properties.isEmpty()).isFalse();
	}

	@Test
	void nothingIsAddedForAnAbsentValue() {
		assertThat(Properties.builder().addIfPresent(Property.REASON_STRING, null).build()).isSameAs(Properties.NONE);
		assertThat(Properties.NONE.isEmpty()).isTrue();
	}

	@Test
	void builtPropertiesDoNotChange() {
		Properties.Builder builder = Properties.builder().add(Property.USER_PROPERTY, FIRST);
		Properties properties = builder.build();
		builder.add(Property.USER_PROPERTY, SECOND);
		assertThat(properties.getAll(Property.USER_PROPERTY)).containsExactly(FIRST);
	}

	@Test
	void valueOutOfRangeIsRefused() {
		Properties.Builder builder = Properties.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.add(Property.RECEIVE_MAXIMUM, 0))
			.withMessage("Receive Maximum must be from 1 to 65535 but was 0");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.add(Property.MAXIMUM_PACKET_SIZE, 0L));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder.add(Property.SESSION_EXPIRY_INTERVAL, 0x100000000L));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.add(Property.MAXIMUM_QOS, 2));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.add(Property.SUBSCRIPTION_IDENTIFIER, 0));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder.add(Property.SUBSCRIPTION_IDENTIFIER, 0x10000000));
		assertThat(builder.build()).isSameAs(Properties.NONE);
	}

	@Test
	void propertiesWithTheSameValuesAreEqual() {
		Properties one = withData(1);
		assertThat(one).isEqualTo(withData(1)).hasSameHashCodeAs(withData(1));
		assertThat(one).isNotEqualTo(withData(2)).isNotEqualTo(Properties.NONE);
	}

	@Test
	void toStringHidesBinaryData() {
		assertThat(withData(77)).hasToString("[Authentication Method=M, Authentication Data=1 bytes]");
	}

	private Properties withData(int data) {
		return Properties.builder()
			.add(Property.AUTHENTICATION_METHOD, "M")
			.add(Property.AUTHENTICATION_DATA, AnnotatedBytes.of(data))
			.build();
	}

}
