package io.penstock.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import org.junit.jupiter.api.Test;

class SectionBlockTest {

    private static final int[] TYPES = {23};

    private final SectionBlock block = new SectionBlock();

    /** A section of this length that nobody else has. */
    private static byte[] section(int number, int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    private EncodedParameters copy(byte[] section) {
        // What is copied may lie in a longer array.
        return block.copyOf(
                EncodedParameters.of(TYPES.clone(), Arrays.copyOf(section, section.length + 5), section.length, 0));
    }

    private static byte[] bytesOf(EncodedParameters one) {
        var start = one.start(0);
        return Arrays.copyOfRange(one.bytes(), start, start + one.length(0));
    }

    @Test
    void keepsEachSectionWhateverComesBehindIt() {
        var copies = new ArrayList<EncodedParameters>();
        for (var i = 0; i < 500; i++) {
            copies.add(copy(section(i, 4 + i % 70)));
        }

        for (var i = 0; i < copies.size(); i++) {
            var one = copies.get(i);
            assertThat(bytesOf(one)).isEqualTo(section(i, 4 + i % 70));
            assertThat(one.length()).isEqualTo(4 + i % 70);
            assertThat(one.totalLength()).isEqualTo(4 + i % 70);
            assertThat(one.uses()).isOne();
            assertThat(one.typeOids()).isSameAs(copies.get(0).typeOids()).containsExactly(TYPES);
        }
    }

    @Test
    void sharesArraysAmongShortSectionsAndGrowsToNoMoreThanItsBound() {
        var arrays = new IdentityHashMap<byte[], Integer>();
        for (var i = 0; i < 300; i++) {
            arrays.merge(copy(section(i, 14)).bytes(), 1, Integer::sum);
        }

        var sizes = new HashSet<Integer>();
        arrays.keySet().forEach(array -> sizes.add(array.length));
        assertThat(sizes).allMatch(size -> size <= 512);
        assertThat(arrays.size()).isLessThan(20);
    }

    @Test
    void aLongSectionHasAnArrayOfItsOwn() {
        var shortOne = copy(section(1, 64));
        var longOne = copy(section(2, 65));
        var next = copy(section(3, 8));

        assertThat(longOne.bytes()).hasSize(65).isNotSameAs(shortOne.bytes());
        assertThat(longOne.start(0)).isZero();
        assertThat(bytesOf(shortOne)).isEqualTo(section(1, 64));
        assertThat(bytesOf(next)).isEqualTo(section(3, 8));
    }

    /** A section of these types among those that share what leads to them. */
    private record Shared(EncodedParameters parameters, int use) {

        static Shared in(SectionBlock block, int[] types, byte[] section) {
            return new Shared(
                    block.share(EncodedParameters.of(types.clone(), section, section.length, 0)), block.sharedUse());
        }

        byte[] bytes() {
            var start = parameters.start(use);
            return Arrays.copyOfRange(parameters.bytes(), start, start + parameters.length(use));
        }
    }

    @Test
    void findsEachSectionByWhatLeadsToSeveral() {
        var sections = new ArrayList<Shared>();
        for (var i = 0; i < 500; i++) {
            sections.add(Shared.in(block, new int[] {23 + i / 250}, section(i, 4 + i % 70)));
            // Between them lie others, which are led to by themselves.
            assertThat(bytesOf(copy(section(-i, 9)))).isEqualTo(section(-i, 9));
        }

        for (var i = 0; i < sections.size(); i++) {
            var one = sections.get(i);
            assertThat(one.bytes()).isEqualTo(section(i, 4 + i % 70));
            assertThat(one.parameters().open(one.use())).isZero();
            assertThat(one.parameters().uses()).isOne();
            assertThat(one.parameters().typeOids()).containsExactly(23 + i / 250);
        }
    }

    @Test
    void oneObjectLeadsToWhatLiesInOneArray() {
        var leading = new IdentityHashMap<EncodedParameters, Integer>();
        for (var i = 0; i < 300; i++) {
            leading.merge(Shared.in(block, TYPES, section(i, 14)).parameters(), 1, Integer::sum);
        }

        assertThat(leading.size()).isLessThan(20);
    }

    @Test
    void holdsLittleForTheFirst() {
        assertThat(copy(section(1, 14)).bytes()).hasSize(15);
    }
}
